import { outcomes, type Outcome } from './entry.ts'
import { filterFields, type Filter } from './filter.ts'
import { formatSort, parseSort, type Sort } from './sort.ts'
import { formatTimeRange, parseTimeRange, type TimeRange } from './time-range.ts'

export type View = 'destinations' | 'packages' | 'files' | 'attempts'

export const views: readonly View[] = ['destinations', 'packages', 'files', 'attempts']

/** All that the address of the page says: everyone who opens it sees the same. */
export interface PageState extends Filter {
  readonly view: View
  /** The destination whose story is shown, instead of a list. */
  readonly story?: string
  /** The column to sort by, in place of the usual order. */
  readonly sort?: Sort
}

/** Reads the part of an address after `#`. Unknown parts are left out: links outlive releases. */
export function parseHash(hash: string): PageState {
  const words = new URLSearchParams(hash.replace(/^#/, ''))
  const fields = [...filterFields, 'story' as const].flatMap((field) => {
    const value = words.get(field)
    return value === null || value === '' ? [] : [[field, value] as const]
  })
  const time = parseTimeRange(words.get('time') ?? '')
  const sort = parseSort(words.get('sort') ?? '')
  const asked = (words.get('outcome') ?? '').split(',')
  return {
    view: views.find((view) => view === words.get('view')) ?? 'destinations',
    query: words.get('q') ?? '',
    outcomes: outcomes.filter((outcome) => asked.includes(outcome)),
    ...Object.fromEntries(fields),
    ...(time && { time }),
    ...(words.get('new') === '1' && { isNew: true as const }),
    ...(sort && { sort }),
  }
}

/** The address of a state, with `#`; defaults are left out. */
export function formatHash({ view, query, outcomes, time, isNew, sort, ...rest }: PageState): string {
  const words = new URLSearchParams()
  if (view !== 'destinations') words.set('view', view)
  if (query !== '') words.set('q', query)
  if (outcomes.length > 0) words.set('outcome', outcomes.join(','))
  for (const field of [...filterFields, 'story' as const]) {
    const value = rest[field]
    if (value !== undefined) words.set(field, value)
  }
  if (time !== undefined) words.set('time', formatTimeRange(time))
  if (isNew === true) words.set('new', '1')
  if (sort !== undefined) words.set('sort', formatSort(sort))
  return `#${words}`
}

/** The state with an outcome added to the filter, or removed. */
export function toggleOutcome(state: PageState, outcome: Outcome): PageState {
  const asked = state.outcomes.includes(outcome)
  const next = outcomes.filter((each) => (each === outcome ? !asked : state.outcomes.includes(each)))
  return { ...state, outcomes: next.length === outcomes.length ? [] : next }
}

/** The state with one field set, or without it. */
export function withField(state: PageState, field: (typeof filterFields)[number], value: string): PageState {
  const { [field]: _, ...rest } = state
  return value === '' ? rest : { ...rest, [field]: value }
}

/** The state with only what is new, or with everything again. */
export function toggleNew(state: PageState): PageState {
  const { isNew, ...rest } = state
  return isNew === true ? rest : { ...rest, isNew: true }
}

/** The state with another order of rows, or the usual one. */
export function withSort(state: PageState, sort: Sort | undefined): PageState {
  const { sort: _, ...rest } = state
  return sort === undefined ? rest : { ...rest, sort }
}

/** The state with a stretch of time, or without one. */
export function withTime(state: PageState, time: TimeRange | undefined): PageState {
  const { time: _, ...rest } = state
  return time === undefined ? rest : { ...rest, time }
}
