import type { TestScope } from '@agentguard/core/internal'
import type { RunnerTestCase, TestContext } from 'vitest'
import { annotateViolations } from './annotate-violations.ts'
import { egressMeta } from './egress-meta.ts'
import { type FileWatch, takeUnreported, testOf } from './file-watch.ts'
import { overrule } from './overrule.ts'
import { testPhase } from './running-phase.ts'
import { noTimeout, type RunningVitest } from './running-vitest.ts'

/** Runs every test of the file, with its hooks and fixtures, in its own scope, and fails it for violations. */
export function guardTests({ aroundEach }: RunningVitest, watch: FileWatch): void {
  // Vitest parses the source of this function: the second parameter must be a destructured object.
  aroundEach(async (runTest, { task, annotate }) => {
    const test = startAttempt(watch, task, annotate)
    await test.run(() => testPhase(task), runTest)
    test.end()
    const meta = egressMeta(test.evidence(), watch.wishes.allowed)
    if (meta) task.meta.agentguard = meta
    const errors = takeUnreported(watch, test.errors())
    // Automatic fixtures are torn down after this.
    test.retry(task.result?.retryCount ?? 0)
    if (errors.length === 0) return
    overrule(task)
    // Vitest prints the errors of an AggregateError one by one, after the test's own.
    throw new AggregateError(errors)
  }, noTimeout)
}

const annotated = new WeakSet<TestScope>()

/** Called once for every retry and repeat of a test. All of them share one scope. */
function startAttempt(watch: FileWatch, task: Readonly<RunnerTestCase>, annotate: TestContext['annotate']): TestScope {
  const test = testOf(watch, task)
  test.retry(task.result?.retryCount ?? 0)
  if (watch.wishes.annotate && !annotated.has(test)) {
    annotated.add(test)
    annotateViolations(test, annotate)
  }
  return test
}
