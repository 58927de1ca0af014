import type { Run } from '../file/evidence-file.ts'
import { counted } from './counted.ts'

/** How many test files have left timers that no one has run, and the option that runs them; nothing where none has. */
export function describeTimers(runs: readonly Pick<Run, 'testFiles'>[]): string | undefined {
  const all = runs.flatMap(({ testFiles }) => testFiles)
  const leaving = all.filter(({ timersLeft = 0 }) => timersLeft > 0).length
  if (leaving === 0) return undefined
  return `${leaving} of ${counted(all.length, 'file')} left timers behind, which have not run. late: 'flush' runs them at the end of their file`
}
