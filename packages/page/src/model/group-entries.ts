import type { Entry } from './entry.ts'
import { isToDecide, knownOf, type Known } from './decision.ts'
import { ownerOf } from './owner.ts'
import { compareTexts, countBy, tallyOf, totalOf, type Tally } from './tally.ts'

/** What a list has a row for. */
export type GroupedBy = 'destination' | 'package' | 'file'

/** All attempts of one row of a list. */
export interface Group extends Known {
  readonly name: string
  readonly tally: Tally
  readonly total: number
  /** The parts of the group, those with most attempts first: packages of a destination, destinations of the others. */
  readonly parts: readonly string[]
  /** How many tests made the attempts; a file that attempts are attributed to counts as one. */
  readonly tests: number
  /** The owner of a destination; empty for other groups. */
  readonly owner: string
  /** Of a destination: why it was blocked, or which rule allowed it, most frequent first. */
  readonly note?: string
}

/**
 * One group for each name: destinations with an open decision first, the least known ones before the others; packages and
 * files with something blocked first. Then those with most attempts.
 */
export function groupEntries(entries: readonly Entry[], by: GroupedBy): readonly Group[] {
  const members = new Map<string, Entry[]>()
  for (const entry of entries) {
    const name = nameOf(entry, by)
    const known = members.get(name)
    if (known) known.push(entry)
    else members.set(name, [entry])
  }
  return [...members]
    .map(([name, entries]) => createGroup(name, entries, by))
    .toSorted(
      (a, b) =>
        (by === 'destination' ? compareDecisions(a, b) : 0) ||
        Math.sign(b.tally.blocked) - Math.sign(a.tally.blocked) ||
        Math.sign(b.tally.audited) - Math.sign(a.tally.audited) ||
        Math.sign(b.tally.muted) - Math.sign(a.tally.muted) ||
        b.total - a.total ||
        compareTexts(a.name, b.name),
    )
}

function compareDecisions(a: Group, b: Group): number {
  const [first, second] = [a, b].map(({ tally }) => isToDecide(tally))
  return Number(second) - Number(first) || (first === true ? a.rank - b.rank : 0)
}

/** How many tests made attempts; a file that attempts are attributed to counts as one. */
export function countTests(entries: readonly Entry[]): number {
  return new Set(entries.map(({ attempt, file }) => `${file}\n${attempt.test ?? ''}`)).size
}

function createGroup(name: string, entries: readonly Entry[], by: GroupedBy): Group {
  const tally = tallyOf(entries)
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const part = nameOf(entry, by === 'destination' ? 'package' : 'destination')
    counts.set(part, (counts.get(part) ?? 0) + entry.attempt.count)
  }
  const parts = [...counts].toSorted(([a, many], [b, more]) => more - many || compareTexts(a, b)).map(([part]) => part)
  const owner = by === 'destination' && entries[0] !== undefined ? ownerOf(entries[0].attempt) : ''
  const group = { name, tally, total: totalOf(tally), parts, tests: countTests(entries), owner, ...knownOf(entries) }
  const note = by === 'destination' ? noteOf(entries) : undefined
  return note === undefined ? group : { ...group, note }
}

function noteOf(entries: readonly Entry[]): string | undefined {
  const stopped = entries.filter(({ attempt }) => attempt.outcome !== 'allowed')
  if (stopped.length > 0)
    return countBy(stopped, ({ attempt }) => (attempt.why === undefined ? [] : [attempt.why]))[0]?.value
  const rule = countBy(entries, ({ attempt }) => (attempt.rule === undefined ? [] : [attempt.rule]))[0]?.value
  return rule && `by ${rule}`
}

function nameOf(entry: Entry, by: GroupedBy): string {
  return by === 'destination' ? entry.attempt.destination : entry[by]
}
