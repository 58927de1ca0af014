import type { PageRun } from '@agentguard/core/report'
import { outcomes, type Entry, type Outcome } from './entry.ts'

/** Attempts of one outcome in one stretch of time of one run. */
export interface Mark {
  /** Index of the run. */
  readonly run: number
  readonly outcome: Outcome
  /** Number of the stretch, from 0. */
  readonly column: number
  readonly count: number
  readonly destinations: number
}

/** A picture's worth of attempts over the runs, all of which begin at the left edge. */
export interface Timeline {
  readonly columns: number
  /** Milliseconds of a column. */
  readonly step: number
  /** Milliseconds from the left edge to the right one. */
  readonly span: number
  readonly marks: readonly Mark[]
  /** The outcomes that occur. */
  readonly outcomes: readonly Outcome[]
  /** How many attempts have no time. */
  readonly undated: number
}

/** Sorts attempts into columns. */
export function createTimeline(entries: readonly Entry[], runs: readonly PageRun[], columns: number): Timeline {
  // A late attempt may be after the end of the run as its reporter saw it. A million arguments are too many for Math.max.
  const times = entries.map(({ attempt }) => attempt.at ?? 0)
  const span = [...runs.map(({ duration }) => duration), ...times].reduce((a, b) => Math.max(a, b), 1)
  const step = span / columns
  const indexes = new Map(runs.map(({ id }, index) => [id, index]))
  const cells = new Map<string, { mark: Mark; destinations: Set<string> }>()
  let undated = 0
  for (const { attempt } of entries) {
    const run = indexes.get(attempt.run)
    if (attempt.at === undefined || run === undefined) {
      undated += attempt.count
      continue
    }
    const column = Math.min(columns - 1, Math.floor(attempt.at / step))
    const key = `${run} ${attempt.outcome} ${column}`
    const known = cells.get(key)
    const destinations = (known?.destinations ?? new Set()).add(attempt.destination)
    const count = (known?.mark.count ?? 0) + attempt.count
    const mark = { run, outcome: attempt.outcome, column, count, destinations: destinations.size }
    cells.set(key, { mark, destinations })
  }
  const marks = [...cells.values()].map(({ mark }) => mark)
  return {
    columns,
    step,
    span,
    marks,
    outcomes: outcomes.filter((outcome) => marks.some((mark) => mark.outcome === outcome)),
    undated,
  }
}

/** A mark as a part of the height of its row: from the ground up, where 1 is the top. */
export interface Bar {
  readonly mark: Mark
  readonly from: number
  readonly to: number
}

/** How high marks are drawn. The root of a number leaves one attempt visible beside a thousand; in one row, outcomes are stacked. */
export function createBars({ marks, outcomes }: Timeline, isOneRow: boolean): readonly Bar[] {
  const cellOf = ({ run, column, outcome }: Mark): string => `${run} ${column} ${isOneRow ? '' : outcome}`
  const totals = new Map<string, number>()
  for (const mark of marks) totals.set(cellOf(mark), (totals.get(cellOf(mark)) ?? 0) + mark.count)
  const largest = [...totals.values()].reduce((a, b) => Math.max(a, b), 1)
  const ground = new Map<string, number>()
  return marks
    .toSorted((a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome))
    .map((mark) => {
      const cell = cellOf(mark)
      const total = totals.get(cell) ?? mark.count
      const from = ground.get(cell) ?? 0
      const to = from + Math.sqrt(total / largest) * (mark.count / total)
      ground.set(cell, to)
      return { mark, from, to }
    })
}

/** Round times for the axis, in milliseconds: about `wanted` of them. */
export function createTicks(span: number, wanted: number): readonly number[] {
  const rough = span / Math.max(1, wanted)
  const step = STEPS.find((each) => each >= rough) ?? Math.ceil(rough / HOUR) * HOUR
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step)
}

const HOUR = 3_600_000
const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds * 1000),
]
