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
    if (file) {
      file.runner = this
      if (task.type === 'test') followResult(task)
    }
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

const current: unique symbol = Symbol('result')
type Followed = RunnerTestCase & { [current]?: RunnerTestCase['result'] }

/**
 * Vitest first sets the result of a test in the function that runs only this test. A scope entered there lasts until
 * that function ends. The hook before it is called by the function that starts all tests.
 */
function followResult(task: Followed): void {
  if (!(current in task)) Object.defineProperty(task, current, { value: task.result, writable: true })
  Object.defineProperty(task, 'result', result)
}

/** All tests share it. V8 keeps an object with accessors of its own in a form that is slower and takes 1.6 KB. */
const result: PropertyDescriptor & ThisType<Followed> = {
  get() {
    return this[current]
  },
  set(value: RunnerTestCase['result']) {
    this[current] = value
    const watch = value?.state === 'run' ? watches.get(this.file) : undefined
    if (watch) testOf(watch, this).enter(() => testPhase(this))
  },
  configurable: true,
  enumerable: true,
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
