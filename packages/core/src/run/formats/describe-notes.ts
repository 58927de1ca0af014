import { describeExpiring } from './describe-expiring.ts'
import { describeTimers } from './describe-timers.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import type { SummaryFile } from './summary-format.ts'

/** The notes of a run besides its destinations, with `more` at the end. */
export function describeNotes(file: SummaryFile, more: readonly string[] = []): readonly string[] {
  const { runs = [] } = file
  const own = [describeUnguarded(runs), describeTimers(runs), describeExpiring(file, Date.now())]
  return [...own, ...more].filter((note) => note !== undefined)
}
