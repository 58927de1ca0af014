import type { RuleInput } from '@agentguard/core'
// An augmentation alone does not load the module that it augments.
// oxlint-disable-next-line import/no-empty-named-blocks
import type {} from 'expect'

/** Of an asynchronous function the assertion is asynchronous too: await it. */
type Settled<R, T> = T extends (...args: never[]) => PromiseLike<unknown> ? Promise<void> : R

/** A promise is too late: its work has begun. Nothing can be passed for it, so that the compiler says so. */
type ForFunction<T, Args extends readonly unknown[]> =
  T extends PromiseLike<unknown> ? [passAFunctionToExpect: never] : Args

/** What `expect` gains. */
export interface EgressAssertions<R, T> {
  /**
   * The function reaches out of the process further than `allow`; mostly used as `not.toEgress()`.
   *
   * @example
   * ```js
   * await expect(() => fetchWeather('London')).not.toEgress(['api.weather.com'])
   * ```
   */
  toEgress(...args: ForFunction<T, [allow?: RuleInput | readonly RuleInput[]]>): Settled<R, T>
  /**
   * The function attempts what `rule` names, let through or not.
   *
   * @example
   * ```js
   * await expect(() => fetchWeather('London')).toEgressTo('api.weather.com')
   * ```
   */
  toEgressTo(...args: ForFunction<T, [rule: RuleInput]>): Settled<R, T>
}

// The types of `expect` and of `@jest/globals`; the parameters have to be theirs to the letter.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EgressAssertions<R, T> {}
}

// Those of `@types/jest`.
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends EgressAssertions<R, T> {}
  }
}
