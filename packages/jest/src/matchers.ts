import type { EgressMatchers } from '@agentguard/core/session'

/** What `expect` gains, the same with the types of `@jest/globals` and with those of `@types/jest`. */
export type EgressAssertions = EgressMatchers
