import type { Entry } from './entry.ts'
import type { Group } from './group-entries.ts'
import { frameText } from './frame-text.ts'
import { compareTexts } from './tally.ts'

export type SortKey = 'name' | 'attempts' | 'tests' | 'test' | 'from'

const sortKeys: readonly SortKey[] = ['name', 'attempts', 'tests', 'test', 'from']

/** A column that a reader has chosen to sort by. */
export interface Sort {
  readonly key: SortKey
  readonly isDown: boolean
}

/** The sort that a text says: `name`, or `-attempts` from the most down. */
export function parseSort(text: string): Sort | undefined {
  const key = sortKeys.find((key) => key === text.replace(/^-/, ''))
  return key && { key, isDown: text.startsWith('-') }
}

/** The text of a sort, for the address of the page. */
export function formatSort({ key, isDown }: Sort): string {
  return `${isDown ? '-' : ''}${key}`
}

/** The sort after a click on a column: numbers begin with the largest, and a third click restores the usual order. */
export function nextSort(sort: Sort | undefined, key: SortKey): Sort | undefined {
  const first = key === 'attempts' || key === 'tests'
  if (sort?.key !== key) return { key, isDown: first }
  return sort.isDown === first ? { key, isDown: !first } : undefined
}

/** Groups in the chosen order; unchanged without one, or where they have no such column. */
export function sortGroups(groups: readonly Group[], sort: Sort | undefined): readonly Group[] {
  const compare = sort && GROUPS[sort.key]
  return compare === undefined ? groups : groups.toSorted(turned(compare, sort))
}

/** The same for single attempts. */
export function sortEntries(entries: readonly Entry[], sort: Sort | undefined): readonly Entry[] {
  const compare = sort && ENTRIES[sort.key]
  return compare === undefined ? entries : entries.toSorted(turned(compare, sort))
}

type Compare<T> = (a: T, b: T) => number

function turned<T>(compare: Compare<T>, sort: Sort | undefined): Compare<T> {
  return sort?.isDown === true ? (a, b) => compare(b, a) : compare
}

const GROUPS: Readonly<Partial<Record<SortKey, Compare<Group>>>> = {
  name: (a, b) => compareTexts(a.name, b.name),
  attempts: (a, b) => a.total - b.total,
  tests: (a, b) => a.tests - b.tests,
}

const ENTRIES: Readonly<Partial<Record<SortKey, Compare<Entry>>>> = {
  name: (a, b) => compareTexts(a.attempt.target, b.attempt.target),
  attempts: (a, b) => a.attempt.count - b.attempt.count,
  test: (a, b) => compareTexts(a.file, b.file) || compareTexts(a.attempt.test ?? '', b.attempt.test ?? ''),
  from: (a, b) => compareTexts(fromText(a), fromText(b)),
}

function fromText({ attempt: { from } }: Entry): string {
  return from === undefined ? '' : frameText(from)
}
