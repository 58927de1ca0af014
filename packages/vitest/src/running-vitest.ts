import type * as vitest from 'vitest'

/** What we use of the Vitest that runs the tests. */
export type RunningVitest = Pick<typeof vitest, 'aroundAll' | 'aroundEach' | 'expect' | 'inject' | 'TestRunner'>

/** What came of a test or file, as its runner keeps it. */
export type TaskResult = NonNullable<vitest.RunnerTestCase['result']>

/** A hook of ours gets no timeout of its own: what it wraps has Vitest's. */
export const noTimeout = 0

/** Says which Vitest is needed, where the one that runs is older. */
export function assertSupported({ aroundAll, aroundEach }: Partial<RunningVitest>): void {
  if (aroundAll === undefined || aroundEach === undefined) throw tooOld('the one that runs here')
}

/** The error for a Vitest without the hooks that give a test its own scope. */
export function tooOld(version: string): Error {
  return new Error(
    `agentguard needs Vitest 4.1 or newer, and ${version} is older. Upgrade with: npm install -D vitest@latest`,
  )
}
