import type { Phase } from '@agentguard/core'
import type { RunnerTestCase, RunnerTestFile, RunnerTestSuite } from 'vitest'

/** Which hook of a test is running: Vitest notes that in the task, and only an attempt asks. */
export function testPhase({ result }: Readonly<RunnerTestCase>): Phase {
  if (result?.hooks?.afterEach === 'run') return 'afterEach'
  return result?.hooks?.beforeEach === 'run' ? 'beforeEach' : 'test'
}

/** Which hook of a file or of a suite in it is running; `run` for what goes on between them. */
export function filePhase(file: RunnerTestFile): Phase {
  return suitePhase(file) ?? 'run'
}

function suitePhase({ result, tasks }: RunnerTestSuite): Phase | undefined {
  if (result?.hooks?.beforeAll === 'run') return 'beforeAll'
  if (result?.hooks?.afterAll === 'run') return 'afterAll'
  for (const task of tasks) {
    const phase = task.type === 'suite' ? suitePhase(task) : undefined
    if (phase !== undefined) return phase
  }
  return undefined
}
