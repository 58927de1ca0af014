import type { Phase } from '@agentguard/core'
import type { RunnerTestCase } from 'vitest'

/** Which hook of a test is running. Vitest notes it in the task, which is read only for an attempt. */
export function testPhase({ result }: Readonly<RunnerTestCase>): Phase {
  if (result?.hooks?.afterEach === 'run') return 'afterEach'
  return result?.hooks?.beforeEach === 'run' ? 'beforeEach' : 'test'
}
