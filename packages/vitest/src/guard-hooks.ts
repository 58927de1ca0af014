import type { TestFile } from '@agentguard/core/internal'
import type { RunnerTestSuite } from 'vitest'
import type { RunningVitest } from './running-vitest.ts'

type Hook = (...args: never[]) => unknown

/** Runs the hooks of a file and of its suites in the scope of the file, each in its own phase. */
export function guardHooks(vitest: RunningVitest, file: TestFile, suite: RunnerTestSuite): void {
  const hooks = vitest.TestRunner.getSuiteHooks(suite)
  for (const phase of ['beforeAll', 'afterAll'] as const) {
    // Safe, since Vitest keeps each hook as a function with the user's parameters and some fields.
    const list = hooks[phase] as Hook[]
    list.splice(0, list.length, ...list.map((hook) => guardHook(file, phase, hook)))
  }
  for (const task of suite.tasks) if (task.type === 'suite') guardHooks(vitest, file, task)
}

function guardHook(file: TestFile, phase: 'beforeAll' | 'afterAll', hook: Hook): Hook {
  const guarded = async (...args: never[]): Promise<unknown> => {
    const end = file.startHook(phase)
    try {
      const cleanup = await file.run(phase, () => hook(...args))
      return phase === 'beforeAll' && typeof cleanup === 'function'
        ? guardHook(file, 'afterAll', cleanup as Hook)
        : cleanup
    } finally {
      await end()
    }
  }
  return Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(hook))
}
