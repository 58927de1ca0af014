import type { Run, TestFileRecord } from './evidence-file.ts'

/** How many of the test files of runs the guard has watched. */
export interface GuardedCount {
  readonly files: number
  readonly unguarded: readonly TestFileRecord[]
}

/** Counts the test files of all runs, and lists those that ran without the guard. */
export function countGuarded(runs: readonly Pick<Run, 'testFiles'>[]): GuardedCount {
  const all = runs.flatMap(({ testFiles }) => testFiles)
  return { files: all.length, unguarded: all.filter((record) => record.unguarded !== undefined) }
}
