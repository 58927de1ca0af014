import type { RunnerTask, RunnerTestCase, RunnerTestFile, VitestTestRunner } from 'vitest'
import { egressMeta } from './egress-meta.ts'
import { type FileWatch, takeUnreported, testOf } from './file-watch.ts'
import { plainErrors } from './plain-errors.ts'
import { testPhase } from './running-phase.ts'
import type { RunningVitest } from './running-vitest.ts'

const watches = new WeakMap<RunnerTestFile, FileWatch>()
const runners = new WeakSet<object>()

/**
 * Puts everything that Vitest does for a test into the test's scope. Automatic fixtures of a test are set up before any
 * `aroundEach`, and torn down after all of them.
 */
export function guardFixtures({ TestRunner }: RunningVitest, watch: FileWatch): void {
  watches.set(watch.task, watch)
  if (runners.has(TestRunner)) return
  runners.add(TestRunner)
  const { onBeforeRunTask } = TestRunner.prototype
  TestRunner.prototype.onBeforeRunTask = function (task) {
    watchEnds(this)
    const file = watches.get(task.file)
    if (file) file.runner = this
    onceItRuns(task, (test, known) => testOf(known, test).enter(() => testPhase(test)))
    return onBeforeRunTask.call(this, task)
  }
}

/** Vitest has put its own function before this one on each runner. */
function watchEnds(runner: VitestTestRunner): void {
  if (runners.has(runner)) return
  runners.add(runner)
  const { onAfterRunTask } = runner
  runner.onAfterRunTask = (task) => {
    endTest(task)
    return onAfterRunTask?.call(runner, task)
  }
}

/**
 * Vitest first sets the result of a test, once, in the function that runs only this test. A scope entered there lasts
 * until that function ends. The hook before it is called by the function that starts all tests.
 */
function onceItRuns(task: RunnerTask, then: (test: RunnerTestCase, watch: FileWatch) => void): void {
  const watch = watches.get(task.file)
  if (watch === undefined || task.type !== 'test') return
  const { result } = task
  const become = (value: RunnerTestCase['result']): void => {
    Object.defineProperty(task, 'result', { value, writable: true, configurable: true, enumerable: true })
  }
  Object.defineProperty(task, 'result', {
    get: () => result,
    set: (value: RunnerTestCase['result']) => {
      become(value)
      if (value?.state === 'run') then(task, watch)
    },
    configurable: true,
    enumerable: true,
  })
}

/** Ends a test whose fixtures are torn down, and fails it for violations that it has not failed for yet. */
function endTest(task: RunnerTask): void {
  const watch = watches.get(task.file)
  const test = task.type === 'test' ? watch?.tests.get(task) : undefined
  if (watch === undefined || test === undefined) return
  test.end()
  // Fixtures may have repeated attempts for which the test has already failed.
  const meta = egressMeta(test.evidence(), watch.wishes.allowed)
  if (meta) task.meta.agentguard = meta
  const errors = takeUnreported(watch, test.errors())
  if (errors.length === 0) return
  task.result = { ...task.result, state: 'fail', errors: [...(task.result?.errors ?? []), ...plainErrors(errors)] }
}
