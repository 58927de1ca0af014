export type {
  AnyEnvironment,
  Environment,
  EnvironmentConfig,
  EnvironmentContext,
  GuardedEnvironment,
} from './environment.ts'
export type { EgressAssertions } from './matchers.ts'
export { TestEnvironment, TestEnvironment as default } from './test-environment.ts'
export { withGuard } from './with-guard.ts'
