import { usageError } from '../../policy/usage/usage-error.ts'

/** Called by Jest when its `testEnvironment` names the core. Throws an error with the fix. */
export function notAnEnvironment(): never {
  throw usageError(
    'testEnvironment in the Jest config',
    "'@agentguard/core' is not an environment",
    "Install jest-environment-agentguard, and write testEnvironment: 'agentguard'",
  )
}
