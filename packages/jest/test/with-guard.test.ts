import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment'
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node'
import { expect, test } from 'vitest'
import { TestEnvironment, withGuard } from '../src/index.ts'

// These lines compile only if the types fit those of Jest; the end-to-end tests run them.

/** As users extend the guarded environment. */
export class Extended extends TestEnvironment {
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context)
    this.global['file'] = context.testPath
  }

  override async setup(): Promise<void> {
    await super.setup()
    this.global['word'] = 'hello'
  }
}

/** `withGuard` returns the class it got, with all its members. */
export const Guarded: typeof NodeEnvironment = withGuard(NodeEnvironment)

/** It can be extended like the class below it. */
export class FurtherExtended extends Guarded {
  override exportConditions(): string[] {
    return [...super.exportConditions(), 'word']
  }
}

/** Jest takes an instance for an environment. */
export const asJestTakesIt = (config: JestEnvironmentConfig, context: EnvironmentContext): JestEnvironment =>
  new Guarded(config, context)

test('withGuard extends the class it gets', () => {
  expect(Guarded.prototype).toBeInstanceOf(NodeEnvironment)
  expect(FurtherExtended.prototype).toBeInstanceOf(Guarded)
})

test('the guarded environment is built on that of the Jest beside it', () => {
  expect(Extended.prototype).toBeInstanceOf(NodeEnvironment)
  expect(TestEnvironment.prototype).toBeInstanceOf(NodeEnvironment)
})
