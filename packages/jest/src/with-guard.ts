import { defaultEnvironment } from './base-environment.ts'
import type { CircusEvent, CircusState } from './circus/circus.ts'
import type { AnyEnvironment, EnvironmentConfig, EnvironmentConstructor, EnvironmentContext } from './environment.ts'
import { openFileGuard, type FileGuard } from './file-guard.ts'
import { withOptions } from './with-options.ts'

type TestEventHandler = (event: CircusEvent, state: CircusState) => unknown

/**
 * Adds the guard to any Jest environment. Tests that run in it fail when they attempt to reach what their policy does
 * not allow.
 *
 * @param base the class of the environment, such as that of jest-environment-jsdom
 * @returns a class that extends it
 * @example
 * ```js
 * // guarded-jsdom.js
 * const { withGuard } = require('jest-environment-agentguard')
 * const { TestEnvironment } = require('jest-environment-jsdom')
 *
 * module.exports = withGuard(TestEnvironment)
 * ```
 */
// oxlint-disable-next-line eslint/max-lines-per-function -- it is a class
export function withGuard<Base extends AnyEnvironment>(base: Base): Base {
  // Safe, since Jest passes the same arguments to every environment.
  const Parent = base as unknown as EnvironmentConstructor
  const isNode = Parent === defaultEnvironment()

  class Guarded extends Parent {
    readonly #guard: FileGuard

    constructor(config: EnvironmentConfig, context: EnvironmentContext) {
      // Setup files run before `setup()`, so the guard starts here.
      const guard = openFileGuard(config, context, isNode)
      // The environment below would turn our options into globals, or reject them.
      super(withOptions(config, guard.environmentOptions), context)
      this.#guard = guard
      this.#coverOwnHandler()
    }

    override async setup(): Promise<void> {
      await super.setup()
      this.#guard.ready()
    }

    override handleTestEvent(event: CircusEvent, state: CircusState): unknown {
      return this.#follow(event, state, super.handleTestEvent)
    }

    override async teardown(): Promise<void> {
      try {
        await super.teardown()
      } finally {
        this.#guard.close()
      }
    }

    /** Answers an event synchronously if circus sent it synchronously. */
    #follow(event: CircusEvent, state: CircusState, next: TestEventHandler | undefined): unknown {
      const waiting = this.#guard.on(event, state)
      const pass = (): unknown => next?.call(this, this.#guard.below(event), state)
      return waiting === undefined ? pass() : waiting.then(pass)
    }

    /** A handler that the base stores in a field would hide the one above. */
    #coverOwnHandler(): void {
      if (!Object.hasOwn(this, 'handleTestEvent')) return
      const own: TestEventHandler = this.handleTestEvent
      this.handleTestEvent = (event, state) => this.#follow(event, state, own)
    }
  }

  // It is constructed like the base, and has all of its members.
  return Guarded as unknown as Base
}
