import { usageError } from '@agentguard/core/internal'

/** Makes the environment an error in Jest's `reporters`: Jest gives a reporter other things than an environment. */
export function refuseAsReporter(config: object): void {
  if ('projectConfig' in config) return
  throw usageError(
    'reporters in the Jest config',
    "'jest-environment-agentguard' is the environment, and reports nothing",
    "Write 'jest-environment-agentguard/reporter' there, and testEnvironment: 'agentguard'",
  )
}

/** Makes the reporter an error as Jest's `testEnvironment`. */
export function refuseAsEnvironment(config: object): void {
  if (!('projectConfig' in config)) return
  throw usageError(
    'testEnvironment in the Jest config',
    "'jest-environment-agentguard/reporter' is the reporter, and guards nothing",
    "Write testEnvironment: 'agentguard'",
  )
}
