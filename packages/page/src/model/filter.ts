import type { Entry, Outcome } from './entry.ts'
import { isDuring, type TimeRange } from './time-range.ts'

/** What of the evidence is shown. */
export interface Filter {
  /** Words that an attempt has all of, in any place. */
  readonly query: string
  /** Any of these; all, where none is named. */
  readonly outcomes: readonly Outcome[]
  readonly channel?: string
  readonly package?: string
  readonly file?: string
  readonly destination?: string
  /** The `id` of a run. */
  readonly run?: string
  /** When it happened. */
  readonly time?: TimeRange
  /** Only what the egress lock does not list. */
  readonly isNew?: true
}

export const noFilter: Filter = { query: '', outcomes: [] }

/** The entries that pass, in their order. */
export function filterEntries(entries: readonly Entry[], filter: Filter): readonly Entry[] {
  if (!isFiltering(filter)) return entries
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => passes(entry, filter) && words.every((word) => entry.text.includes(word)))
}

/** Whether a filter can leave anything out. */
export function isFiltering({ query, outcomes, time, isNew, ...rest }: Filter): boolean {
  const isNarrow = query.trim() !== '' || outcomes.length > 0 || time !== undefined || isNew !== undefined
  return isNarrow || filterFields.some((field) => rest[field] !== undefined)
}

/** The fields that filter by one value. */
export const filterFields = ['channel', 'package', 'file', 'destination', 'run'] as const

function passes(entry: Entry, filter: Filter): boolean {
  const { attempt } = entry
  return (
    (filter.outcomes.length === 0 || filter.outcomes.includes(attempt.outcome)) &&
    (filter.isNew === undefined || attempt.isNew === true) &&
    (filter.channel === undefined || filter.channel === attempt.channel) &&
    (filter.package === undefined || filter.package === entry.package) &&
    (filter.file === undefined || filter.file === entry.file) &&
    (filter.destination === undefined || filter.destination === attempt.destination) &&
    (filter.run === undefined || filter.run === attempt.run) &&
    (filter.time === undefined || isDuring(filter.time, attempt.at))
  )
}
