import { usageError } from '../../policy/usage/usage-error.ts'

/** What Jest calls where its `testEnvironment` names the core: an error with the way out. */
export function notAnEnvironment(): never {
  throw usageError(
    'testEnvironment in the Jest config',
    "'@agentguard/core' is not an environment",
    "Install jest-environment-agentguard, and write testEnvironment: 'agentguard'",
  )
}
