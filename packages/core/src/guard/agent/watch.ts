import { setTimeout } from 'node:timers'
import type { Place } from '../gateway/messages.ts'
import { openTable, parseRow, type Row } from '../gateway/kernel-rows.ts'

/** What the watch finds in the kernel's tables. */
export interface Seen {
  /** A program has begun to connect where nothing listens. */
  readonly opening: (row: Row) => void
  /** The same one still waits, long after it was refused. */
  readonly stuck: (row: Row) => void
  /** Where something listens now; called when that has changed. */
  readonly listening: (places: readonly Place[]) => void
}

/** In milliseconds, between two looks: while something goes on, and when nothing has for a while. */
const pause = { busy: 5, quiet: 20 }

const quietAfter = 2000

const stuckAfter = 500

/** Reads the tables of this namespace every few milliseconds. */
export function watchSockets(seen: Seen): { readonly look: () => readonly Row[] } {
  const tables = [openTable('tcp'), openTable('tcp6')]
  const known = new Map<string, number>()
  const told = new Set<string>()
  let places = ''
  let active = performance.now()
  const look = (): readonly Row[] => {
    const now = performance.now()
    const rows = tables.flatMap((table) =>
      table.lines().flatMap((line) => (/ (?:02|0A) /.test(line) ? (parseRow(line) ?? []) : [])),
    )
    const opening = rows.filter(({ state }) => state === 'opening')
    const current = new Set(opening.map(keyOf))
    for (const key of known.keys()) if (!current.has(key)) known.delete(key)
    for (const row of opening) {
      const key = keyOf(row)
      const since = known.get(key)
      if (since === undefined) seen.opening(row)
      else if (now - since > stuckAfter && !told.has(key)) seen.stuck(row)
      if (since !== undefined && now - since > stuckAfter) told.add(key)
      known.set(key, since ?? now)
    }
    const listening = rows.filter(({ state }) => state === 'listening').map(({ local }) => local)
    const key = listening.map(({ address, port }) => `${address} ${port}`).join()
    if (opening.length > 0 || key !== places) active = now
    if (key !== places) seen.listening(listening)
    places = key
    return opening
  }
  const again = (): void => {
    look()
    setTimeout(again, performance.now() - active < quietAfter ? pause.busy : pause.quiet)
  }
  again()
  return { look }
}

function keyOf({ local, remote, inode }: Row): string {
  return `${inode} ${local.port} ${remote.address} ${remote.port}`
}
