import type { TestFile, TestScope } from '@agentguard/core/session'
import type { RunnerTestCase, RunnerTestFile } from 'vitest'
import { egressMeta } from './egress-meta.ts'

/** One test file while it runs: its scope, the scopes of its tests, and what has been told already. */
export interface FileWatch {
  /** What Vitest knows the file as. */
  readonly task: RunnerTestFile
  readonly file: TestFile
  /** One scope a test, over all its retries and repeats. */
  readonly tests: Map<RunnerTestCase, TestScope>
  readonly told: WeakSet<Error>
}

/** Those of `errors` that no test or file has failed with yet; from now on they count as told. */
export function takeUntold({ told }: FileWatch, errors: readonly Error[]): Error[] {
  const untold = errors.filter((error) => !told.has(error))
  for (const error of untold) told.add(error)
  return untold
}

/** All that nobody has been told: of the file, of its tests after they ended, and of the files before it. */
export function takeRest(watch: FileWatch): Error[] {
  const late = [...watch.tests.values()].flatMap((test) => test.errors())
  return takeUntold(watch, [...watch.file.errors(), ...late, ...watch.file.takeStale()])
}

/** Shows reporters what the file attempted itself, and what its tests did after they ended. */
export function setFileMeta({ task, file, tests }: FileWatch): void {
  const late = [...tests.values()].flatMap((test) => test.evidence().filter(({ lateBy }) => lateBy !== undefined))
  const meta = egressMeta([...file.evidence(), ...late])
  if (meta) task.meta.agentguard = meta
}
