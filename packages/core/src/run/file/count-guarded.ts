import type { Run, TestFileRecord } from './evidence-file.ts'

/** How many test files of some runs were guarded. */
export interface GuardedCount {
  readonly files: number
  readonly unguarded: readonly TestFileRecord[]
}

/** Counts the test files of all runs, and lists those that were not guarded. */
export function countGuarded(runs: readonly Pick<Run, 'testFiles'>[]): GuardedCount {
  const all = runs.flatMap(({ testFiles }) => testFiles)
  return { files: all.length, unguarded: all.filter((record) => record.unguarded !== undefined) }
}
