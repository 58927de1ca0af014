import type { Asker, Place, Target } from '../gateway/messages.ts'
import type { Row } from '../gateway/kernel-rows.ts'
import type { Doors } from './doors.ts'
import { type Questions, send } from './judge-link.ts'
import { meet } from './meet.ts'
import type { Refusals } from './refuse.ts'

/** What the admission of waiting connections needs. */
export interface Admission {
  /** The path of the program `ip`. */
  readonly ip: string
  readonly questions: Questions
  readonly doors: Doors
  readonly refusals: Refusals
  readonly named: (place: Place) => Target
  readonly whoIs: (inode: number) => { readonly who?: Asker }
  /** Finds connections that have begun since the last look. */
  readonly look: () => unknown
  /** Called when the judge is asked about a connection. */
  readonly asked: (row: Row) => void
  /** Called when a connection was made from here. */
  readonly made: (row: Row) => void
}

/** Asks the judge about each connection that a program waits for, and makes or refuses it. */
export function createAdmission(needs: Admission): (row: Row) => Promise<void> {
  const waiting = new Map<string, number>()
  const meetings = new Set<string>()
  const count = ({ address, port }: Place, change: number): number => {
    const now = (waiting.get(`${address} ${port}`) ?? 0) + change
    if (now === 0) waiting.delete(`${address} ${port}`)
    else waiting.set(`${address} ${port}`, now)
    return now
  }
  return async (row) => {
    const { local, remote } = row
    // The other end of a connection that is being made from here.
    if (meetings.has(keyOf(remote, local))) return
    needs.asked(row)
    count(remote, 1)
    const about = { target: needs.named(remote), ...needs.whoIs(row.inode) }
    const isAllowed = await isAllowedTo(needs.questions, about)
    if (isAllowed) {
      meetings.add(keyOf(local, remote))
      const socket = await meet(needs.ip, row)
      meetings.delete(keyOf(local, remote))
      if (socket) {
        needs.made(row)
        send({ kind: 'arrived', ...about }, socket)
      }
      // A door takes only connections that begin after it opens. Earlier ones have to be met.
      needs.look()
    } else needs.refusals.refuse(row)
    if (count(remote, -1) === 0 && isAllowed) await needs.doors.open(remote)
  }
}

async function isAllowedTo(
  questions: Questions,
  about: { readonly target: Target; readonly who?: Asker },
): Promise<boolean> {
  const reply = await questions.ask((id) => send({ kind: 'ask', id, ...about }))
  return reply.kind === 'verdict' && reply.isAllowed
}

function keyOf(one: Place, other: Place): string {
  return `${one.address} ${one.port} ${other.address} ${other.port}`
}
