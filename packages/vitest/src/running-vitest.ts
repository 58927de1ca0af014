import type * as vitest from 'vitest'

/** What is used of the Vitest that runs the tests. */
export type RunningVitest = Pick<typeof vitest, 'aroundAll' | 'aroundEach' | 'expect' | 'inject' | 'TestRunner'>

/** The result of a test or file, as its runner keeps it. */
export type TaskResult = NonNullable<vitest.RunnerTestCase['result']>

/** Our hooks get no timeout, since Vitest applies its own to what they wrap. */
export const noTimeout = 0

/** Throws which Vitest is needed, where the running one is older. */
export function assertSupported({ aroundAll, aroundEach }: Partial<RunningVitest>): void {
  if (aroundAll === undefined || aroundEach === undefined) throw tooOld('the one that runs here')
}

/** The error for a Vitest without the hooks that give a test its own scope. */
export function tooOld(version: string): Error {
  return new Error(
    `agentguard needs Vitest 4.1 or newer, and ${version} is older. Upgrade with: npm install -D vitest@latest`,
  )
}
