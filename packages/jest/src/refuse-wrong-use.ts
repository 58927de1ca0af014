import { usageError } from '@agentguard/core/internal'

/** Throws if the environment is used in Jest's `reporters`. Jest passes other arguments to a reporter. */
export function refuseAsReporter(config: object): void {
  if ('projectConfig' in config) return
  throw usageError(
    'reporters in the Jest config',
    "'jest-environment-agentguard' is the environment, and reports nothing",
    "Write 'jest-environment-agentguard/reporter' there, and testEnvironment: 'agentguard'",
  )
}

/** Throws if the reporter is used as Jest's `testEnvironment`. */
export function refuseAsEnvironment(config: object): void {
  if (!('projectConfig' in config)) return
  throw usageError(
    'testEnvironment in the Jest config',
    "'jest-environment-agentguard/reporter' is the reporter, and guards nothing",
    "Write testEnvironment: 'agentguard'",
  )
}
