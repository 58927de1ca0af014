import type { Timeline } from './timeline.ts'

/** A stretch of time, in whole milliseconds from the beginning of a run: `from` is in it, `to` no longer. Without `to` it has no end. */
export interface TimeRange {
  readonly from: number
  readonly to?: number
}

/** Columns of a timeline, from the first one to the one after the last. */
export type ColumnRange = readonly [first: number, end: number]

type Columns = Pick<Timeline, 'columns' | 'step'>

/** Whether something happened in a stretch of time; without a time it did not. */
export function isDuring({ from, to = Infinity }: TimeRange, at: number | undefined): boolean {
  return at !== undefined && at >= from && at < to
}

/** `1200-5000`, or `1200-` without an end. */
export function formatTimeRange({ from, to }: TimeRange): string {
  return `${from}-${to ?? ''}`
}

/** The range that a text says, or none. */
export function parseTimeRange(text: string): TimeRange | undefined {
  const [, from, to] = /^(\d{1,12})-(\d{1,12})?$/.exec(text) ?? []
  if (from === undefined || (to !== undefined && Number(to) <= Number(from))) return undefined
  return createRange(Number(from), to === undefined ? undefined : Number(to))
}

/** The time of some columns; none where they are all there are. */
export function timeOfColumns([first, end]: ColumnRange, { columns, step }: Columns): TimeRange | undefined {
  const from = Math.ceil(first * step)
  return createRange(from, end >= columns ? undefined : Math.max(from + 1, Math.ceil(end * step)))
}

/** The columns that show a stretch of time: at least one, also of a picture that is cut in other ones than it was chosen in. */
export function columnsOfTime(range: TimeRange | undefined, { columns, step }: Columns): ColumnRange {
  const { from = 0, to = Infinity } = range ?? {}
  const first = Math.min(columns - 1, Math.round(from / step))
  return [first, Math.max(first + 1, Math.min(columns, Math.round(to / step)))]
}

/** The columns between two points of the picture, each a number of columns from its left edge. */
export function columnsBetween(a: number, b: number, { columns }: Columns): ColumnRange {
  const first = Math.floor(Math.min(Math.max(Math.min(a, b), 0), columns - 1))
  return [first, Math.max(first + 1, Math.ceil(Math.min(Math.max(a, b), columns)))]
}

function createRange(from: number, to: number | undefined): TimeRange | undefined {
  if (to !== undefined) return { from, to }
  return from === 0 ? undefined : { from }
}
