import { type Entry, isOwnCode } from './entry.ts'
import type { Tally } from './tally.ts'

/** What is known of a destination before a reader has looked at it. */
export interface Known {
  /** Whether the egress lock lists no such destination. */
  readonly isNew: boolean
  /** What its known sender is for. */
  readonly kind?: string
  /** The order of review: new ones, then unknown ones, then known senders, then the project's own code. */
  readonly rank: number
}

/** Whether a decision is open: muted and allowed attempts are decided. */
export function isToDecide({ blocked, audited }: Tally): boolean {
  return blocked + audited > 0
}

/** Whether an attempt leaves something to decide. */
export function isOpen({ outcome }: Entry['attempt']): boolean {
  return outcome === 'blocked' || outcome === 'audited'
}

/** What is known of the attempts on one destination. */
export function knownOf(entries: readonly Entry[]): Known {
  const isNew = entries.some(({ attempt }) => attempt.isNew === true)
  const kind = entries.find(({ attempt }) => attempt.kind !== undefined)?.attempt.kind
  const rank = (isNew ? 0 : KINDS) + kindRank(entries, kind)
  return { isNew, rank, ...(kind !== undefined && { kind }) }
}

const KINDS = 3

function kindRank(entries: readonly Entry[], kind: string | undefined): number {
  if (kind !== undefined) return 1
  return entries.every((entry) => isOwnCode(entry.package)) ? 2 : 0
}
