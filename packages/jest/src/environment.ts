import type { Context } from 'node:vm'

/** What Jest passes to an environment about the project, as far as the guard reads it. */
export interface EnvironmentConfig {
  readonly projectConfig: {
    readonly rootDir: string
    readonly displayName?: { readonly name: string } | undefined
    readonly testEnvironmentOptions: Readonly<Record<string, unknown>>
    readonly testRunner: string
  }
}

/** What Jest passes to an environment about the test file. */
export interface EnvironmentContext {
  /** The absolute path of the test file. */
  readonly testPath: string
  /** The docblock at the start of the file, as Jest parsed it. */
  readonly docblockPragmas?: Readonly<Record<string, string | readonly string[]>>
}

/** What the guard needs of an environment. The types of Jest 29 and of Jest 30 both fit. */
export interface Environment {
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: unknown, state: unknown): unknown
}

/** The class of any environment, whatever types its Jest has for the parameters. */
export type AnyEnvironment = new (config: never, context: never) => Environment

/** The class of an environment, as Jest constructs it. */
export type EnvironmentConstructor = new (config: EnvironmentConfig, context: EnvironmentContext) => Environment

/** An environment with the guard, for classes that extend it. */
export interface GuardedEnvironment extends Environment {
  /** The globals of the tests. */
  global: Record<PropertyKey, unknown>
  getVmContext(): Context | null
  exportConditions(): string[]
  handleTestEvent(event: unknown, state: unknown): unknown
}
