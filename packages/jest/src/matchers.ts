import type { RuleInput } from '@agentguard/core'
// An augmentation alone does not load the augmented module.
// oxlint-disable-next-line import/no-empty-named-blocks
import type {} from 'expect'

/** The result of the assertion: a promise for an asynchronous function, which has to be awaited. */
type Settled<R, T> = T extends (...args: never[]) => PromiseLike<unknown> ? Promise<void> : R

/** Rejects a promise, since its work has already begun. The required argument has the type `never`, so that the compiler reports it. */
type ForFunction<T, Args extends readonly unknown[]> =
  T extends PromiseLike<unknown> ? [passAFunctionToExpect: never] : Args

/** The assertions that `expect` gets. */
export interface EgressAssertions<R, T> {
  /**
   * Passes if the function attempts to reach anything outside `allow`. Usually negated: `not.toEgress()`.
   *
   * Await it for an asynchronous function.
   *
   * @example
   * ```js
   * await expect(() => fetchWeather('London')).not.toEgress(['api.weather.com'])
   * ```
   */
  toEgress(...args: ForFunction<T, [allow?: RuleInput | readonly RuleInput[]]>): Settled<R, T>
  /**
   * Passes if the function attempts to reach what `rule` names, allowed or blocked.
   *
   * Await it for an asynchronous function.
   *
   * @example
   * ```js
   * await expect(() => fetchWeather('London')).toEgressTo('api.weather.com')
   * ```
   */
  toEgressTo(...args: ForFunction<T, [rule: RuleInput]>): Settled<R, T>
}

// For the types of `expect` and of `@jest/globals`. The parameters must equal theirs exactly.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EgressAssertions<R, T> {}
}

// For `@types/jest`.
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends EgressAssertions<R, T> {}
  }
}
