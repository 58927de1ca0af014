import type { RunnerTask, RunnerTestCase, RunnerTestSuite } from 'vitest'
import type { TestScope } from '@agentguard/core/internal'
import { egressMeta } from './egress-meta.ts'
import type { FileWatch } from './file-watch.ts'

/**
 * Removes failures for attempts that are no longer violations: a server of the file has begun to listen where they were
 * refused. A test that failed for nothing else passes, and so do the suites around it.
 */
export function takeBack(watch: FileWatch): void {
  const texts = invalid(watch)
  if (texts.length === 0) return
  const changed = [...watch.tests]
    .filter(([task, test]) => takeBackFrom(watch, texts, task, test))
    .map(([task]) => task)
  if (changed.length === 0) return
  const suites = new Set(changed.flatMap(suitesAround))
  const all: readonly RunnerTask[] = [...changed, ...[...suites].filter(passes)]
  void watch.runner?.onTaskUpdate?.(
    all.map(({ id, result, meta }) => [id, result, meta]),
    [],
  )
}

/** The texts of reported errors that are no longer valid. */
function invalid({ reported, tests, file }: FileWatch): readonly string[] {
  if (reported.size === 0) return []
  const valid = new Set([...file.errors(), ...[...tests.values()].flatMap((test) => test.errors())])
  return [...reported].filter(([error]) => !valid.has(error)).map(([, text]) => text)
}

function takeBackFrom(
  { wishes }: FileWatch,
  texts: readonly string[],
  { result, meta }: RunnerTestCase,
  test: TestScope,
): boolean {
  const errors = result?.errors
  if (result?.state !== 'fail' || !errors) return false
  const kept = errors.filter(({ message }) => !texts.includes(message))
  if (kept.length === errors.length) return false
  result.errors = kept
  if (kept.length === 0) result.state = 'pass'
  delete meta.agentguard
  Object.assign(meta, { agentguard: egressMeta(test.evidence(), wishes.allowed) })
  return true
}

/** The suites, innermost first, without the file, which Vitest has not judged yet. */
function suitesAround({ suite }: RunnerTask): RunnerTestSuite[] {
  return suite === undefined || suite === suite.file ? [] : [suite, ...suitesAround(suite)]
}

function passes({ result, tasks }: RunnerTestSuite): boolean {
  if (result?.state !== 'fail' || result.errors?.length) return false
  if (tasks.some((task) => task.result?.state === 'fail')) return false
  result.state = 'pass'
  return true
}
