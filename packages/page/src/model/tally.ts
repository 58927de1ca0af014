import type { Entry, Outcome } from './entry.ts'

/** How many attempts there were of each outcome: an entry represents all of its kind. */
export type Tally = Readonly<Record<Outcome, number>>

/** Counts attempts. */
export function tallyOf(entries: readonly Entry[]): Tally {
  const tally = { blocked: 0, audited: 0, muted: 0, allowed: 0 }
  for (const { attempt } of entries) tally[attempt.outcome] += attempt.count
  return tally
}

/** Attempts of all outcomes. */
export function totalOf({ blocked, audited, muted, allowed }: Tally): number {
  return blocked + audited + muted + allowed
}

/** Values with their number of attempts, most first. */
export function countBy<T extends string>(
  entries: readonly Entry[],
  valuesOf: (entry: Entry) => readonly T[],
): readonly Counted<T>[] {
  const counts = new Map<T, number>()
  for (const entry of entries) {
    for (const value of new Set(valuesOf(entry))) counts.set(value, (counts.get(value) ?? 0) + entry.attempt.count)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || compareTexts(a.value, b.value))
}

export interface Counted<T extends string = string> {
  readonly value: T
  readonly count: number
}

/** By code units, as the evidence is sorted. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
