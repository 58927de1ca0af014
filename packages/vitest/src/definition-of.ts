import { captureTrace } from '@agentguard/core/internal'
import type { RunnerTestCase } from 'vitest'
import type { RunningVitest } from './running-vitest.ts'

const definitions = new WeakMap<RunnerTestCase, ReturnType<typeof captureTrace>>()
const patched = new WeakSet<object>()

/**
 * Above our function are five frames of Vitest, up to nine for `test.each`, then the line that defines the test. Each
 * frame takes time and memory, for every test.
 */
const frames = 12

/** Notes where each later test is defined. Vitest extends the context of a test during the call of `test`. */
export function noteDefinitions({ TestRunner }: RunningVitest): void {
  if (patched.has(TestRunner)) return
  patched.add(TestRunner)
  const { extendTaskContext } = TestRunner.prototype
  TestRunner.prototype.extendTaskContext = function extend(context) {
    definitions.set(context.task, captureTrace(extend, frames))
    return extendTaskContext.call(this, context)
  }
}

/** The stack of the line that defines a test. Undefined for a test that another kind of runner created. */
export function definitionOf(task: Readonly<RunnerTestCase>): string | undefined {
  return definitions.get(task)?.stack
}
