import { setTimeout } from 'node:timers'
import type { Place } from '../gateway/messages.ts'
import { openTable, parseRow, type Row } from '../gateway/kernel-rows.ts'
import { isAnswered } from './is-answered.ts'

/** What the watch reports from the kernel's tables. */
export interface Seen {
  /** A program has begun to connect where no listener takes it. */
  readonly opening: (row: Row) => void
  /** That connection still waits, long after it was refused. */
  readonly stuck: (row: Row) => void
  /** The places where something listens now. Called when they change. */
  readonly listening: (places: readonly Place[]) => void
}

/** Milliseconds between two looks: during activity, and after a while without any. */
const pause = { busy: 5, quiet: 20 }

const quietAfter = 2000

const stuckAfter = 500

/** A listener takes a connection at once, or when a busy machine gets to it. */
const answeredAfter = 250

/** Reads the tables of this namespace every few milliseconds. */
export function watchSockets(seen: Seen): { readonly look: () => readonly Row[] } {
  // A dual-stack listener is in the first table and answers what is in the second, so the first has to be read before.
  const tables = [openTable('tcp6'), openTable('tcp')]
  const follow = followOpening(seen)
  let places = ''
  let active = performance.now()
  const look = (): readonly Row[] => {
    const now = performance.now()
    const rows = tables.flatMap((table) =>
      table.lines().flatMap((line) => (/ (?:02|0A) /.test(line) ? (parseRow(line) ?? []) : [])),
    )
    const opening = rows.filter(({ state }) => state === 'opening')
    const listening = rows.filter(({ state }) => state === 'listening').map(({ local }) => local)
    const reported = follow(opening, listening, now)
    const key = listening.map(({ address, port }) => `${address} ${port}`).join()
    if (opening.length > 0 || key !== places) active = now
    if (key !== places) seen.listening(listening)
    places = key
    return reported
  }
  const again = (): void => {
    look()
    setTimeout(again, performance.now() - active < quietAfter ? pause.busy : pause.quiet)
  }
  again()
  return { look }
}

/** A connection that waits: since when, and what was reported of it. */
interface Waiting {
  readonly since: number
  isReported: boolean
  isStuck: boolean
}

/** Reports each connection once, and returns those that were reported and still wait. */
function followOpening({
  opening: report,
  stuck,
}: Seen): (opening: readonly Row[], listening: readonly Place[], now: number) => readonly Row[] {
  const known = new Map<string, Waiting>()
  return (opening, listening, now) => {
    const current = new Set(opening.map(keyOf))
    for (const key of known.keys()) if (!current.has(key)) known.delete(key)
    return opening.filter((row) => {
      const key = keyOf(row)
      const waiting = known.get(key) ?? { since: now, isReported: false, isStuck: false }
      known.set(key, waiting)
      const age = now - waiting.since
      if (waiting.isReported) {
        if (age > stuckAfter && !waiting.isStuck) stuck(row)
        waiting.isStuck ||= age > stuckAfter
      } else if (age > answeredAfter || !isAnswered(row.remote, listening)) {
        waiting.isReported = true
        report(row)
      }
      return waiting.isReported
    })
  }
}

function keyOf({ local, remote, inode }: Row): string {
  return `${inode} ${local.port} ${remote.address} ${remote.port}`
}
