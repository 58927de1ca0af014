import type { Run } from '../file/evidence-file.ts'
import { counted } from './counted.ts'

/** How many test files have left timers that never fired, and the option that runs them. Undefined where there are none. */
export function describeTimers(runs: readonly Pick<Run, 'testFiles'>[]): string | undefined {
  const all = runs.flatMap(({ testFiles }) => testFiles)
  const leaving = all.filter(({ timersLeft = 0 }) => timersLeft > 0).length
  if (leaving === 0) return undefined
  return `${leaving} of ${counted(all.length, 'file')} left timers behind, which have not run. late: 'flush' runs them at the end of their file`
}
