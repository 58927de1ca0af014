import type { Context } from 'node:vm'

/** What a Jest environment is built from, as far as the guard reads it. */
export interface EnvironmentConfig {
  readonly projectConfig: {
    readonly rootDir: string
    readonly displayName?: { readonly name: string } | undefined
    readonly testEnvironmentOptions: Readonly<Record<string, unknown>>
    readonly testRunner: string
  }
}

export interface EnvironmentContext {
  /** Absolute path of the test file. */
  readonly testPath: string
  /** The docblock at the start of the file, as Jest reads it. */
  readonly docblockPragmas?: Readonly<Record<string, string | readonly string[]>>
}

/** What the guard needs of an environment. The types of Jest 29 and of Jest 30 both fit. */
export interface Environment {
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: unknown, state: unknown): unknown
}

/** Any environment's class, whatever its Jest calls the types of the parameters. */
export type AnyEnvironment = new (config: never, context: never) => Environment

/** An environment's class as Jest calls it. */
export type EnvironmentConstructor = new (config: EnvironmentConfig, context: EnvironmentContext) => Environment

/** An environment with the guard, as a class that extends it sees it. */
export interface GuardedEnvironment extends Environment {
  /** The globals of the tests. */
  global: Record<PropertyKey, unknown>
  getVmContext(): Context | null
  exportConditions(): string[]
  handleTestEvent(event: unknown, state: unknown): unknown
}
