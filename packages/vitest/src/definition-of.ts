import { captureTrace } from '@agentguard/core/internal'
import type { RunnerTestCase } from 'vitest'
import type { RunningVitest } from './running-vitest.ts'

const definitions = new WeakMap<RunnerTestCase, ReturnType<typeof captureTrace>>()
const patched = new WeakSet<object>()

/** Between the line that defines a test and our function are a few of Vitest, more for `test.each`. */
const frames = 20

/** Notes where each test of the files to come is defined. Vitest extends the context of a test inside of the call of `test`. */
export function noteDefinitions({ TestRunner }: RunningVitest): void {
  if (patched.has(TestRunner)) return
  patched.add(TestRunner)
  const { extendTaskContext } = TestRunner.prototype
  TestRunner.prototype.extendTaskContext = function extend(context) {
    definitions.set(context.task, captureTrace(extend, frames))
    return extendTaskContext.call(this, context)
  }
}

/** The stack of the line that defines a test; nothing of one that a runner of another kind has made. */
export function definitionOf(task: Readonly<RunnerTestCase>): string | undefined {
  return definitions.get(task)?.stack
}
