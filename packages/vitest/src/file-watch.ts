import { type TestFile, type TestScope, violationsOf } from '@agentguard/core/internal'
import type { RunnerTestCase, RunnerTestFile, VitestTestRunner } from 'vitest'
import { definitionOf } from './definition-of.ts'
import { egressMeta } from './egress-meta.ts'
import type { ReportWishes } from './report-wishes.ts'

/** One test file while it runs: its scope, the scopes of its tests, and what has been told already. */
export interface FileWatch {
  /** What Vitest knows the file as. */
  readonly task: RunnerTestFile
  readonly file: TestFile
  /** One scope a test, over all its retries and repeats. */
  readonly tests: Map<RunnerTestCase, TestScope>
  /** With its text at that time. */
  readonly told: Map<Error, string>
  /** What has told Vitest of them. */
  runner?: VitestTestRunner
  readonly wishes: ReportWishes
}

/** The scope of a test, opened at the first call: one over all its retries and repeats. */
export function testOf({ file, tests }: FileWatch, task: Readonly<RunnerTestCase>): TestScope {
  const known = tests.get(task)
  if (known) return known
  const opened = file.openTest(task.fullTestName, () => definitionOf(task))
  tests.set(task, opened)
  return opened
}

/** Those of `errors` that no test or file has failed with yet; from now on they count as told. */
export function takeUntold({ told }: FileWatch, errors: readonly Error[]): Error[] {
  const untold = errors.filter((error) => !told.has(error))
  for (const error of untold) told.set(error, error.message)
  return untold
}

/**
 * Closes the file.
 *
 * Reporters find in its meta what it attempted itself, what its tests did after they ended, and what files before it did so
 * late that only this one can tell. What of that nobody has been told is returned, for somebody to fail.
 */
export function closeFile(watch: FileWatch): Error[] {
  const { task, file, tests, wishes } = watch
  const stale = file.takeStale()
  const late = [...tests.values()].flatMap((test) => test.evidence().filter(({ lateBy }) => lateBy !== undefined))
  const meta = egressMeta([...file.evidence(), ...late, ...violationsOf(stale)], wishes.allowed)
  if (meta) task.meta.agentguard = meta
  const timersLeft = file.timersLeft()
  if (timersLeft > 0) task.meta.agentguardTimersLeft = timersLeft
  const errors = [...tests.values()].flatMap((test) => test.errors())
  const untold = takeUntold(watch, [...file.errors(), ...errors, ...stale])
  file.close()
  return untold
}
