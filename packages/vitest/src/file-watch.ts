import { type TestFile, type TestScope, violationsOf } from '@agentguard/core/internal'
import type { RunnerTestCase, RunnerTestFile, VitestTestRunner } from 'vitest'
import { definitionOf } from './definition-of.ts'
import { egressMeta } from './egress-meta.ts'
import type { ReportWishes } from './report-wishes.ts'

/** One test file while it runs: its scope, the scopes of its tests, and what has already been reported. */
export interface FileWatch {
  /** Vitest's task of the file. */
  readonly task: RunnerTestFile
  readonly file: TestFile
  /** One scope for each test, over all its retries and repeats. */
  readonly tests: Map<RunnerTestCase, TestScope>
  /** The reported errors, with their text at that time. */
  readonly reported: Map<Error, string>
  /** The runner that reported them to Vitest. */
  runner?: VitestTestRunner
  readonly wishes: ReportWishes
}

/** The scope of a test, opened on first use: one for all its retries and repeats. */
export function testOf({ file, tests }: FileWatch, task: Readonly<RunnerTestCase>): TestScope {
  const known = tests.get(task)
  if (known) return known
  const opened = file.openTest(task.fullTestName, () => definitionOf(task))
  tests.set(task, opened)
  return opened
}

/** The errors that no test or file has failed with yet. From now on they count as reported. */
export function takeUnreported({ reported }: FileWatch, errors: readonly Error[]): Error[] {
  const unreported = errors.filter((error) => !reported.has(error))
  for (const error of unreported) reported.set(error, error.message)
  return unreported
}

/**
 * Closes the file.
 *
 * Its meta gets the file's own attempts, those of its tests after they ended, and late ones of earlier files that only
 * this file can report. Returns the errors that are not reported yet, so that a test or file can fail with them.
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
  const unreported = takeUnreported(watch, [...file.errors(), ...errors, ...stale])
  file.close()
  return unreported
}
