import type { MatcherUse, Scope } from '../../guard/scope/scope.ts'
import { pointAtCall } from './point-at-call.ts'

/** An error for each asynchronous matcher of this scope that was not awaited, with the caller's stack. */
export function unawaitedErrors(scope: Scope): readonly Error[] {
  if (scope.matchers.length === 0) return none
  return scope.matchers.filter(({ awaited }) => !awaited).map(({ error }) => error)
}

const none: readonly Error[] = []

/**
 * A thenable for a matcher to return, which detects whether the test awaits it.
 *
 * The runner subscribes to what a matcher returns, and returns the result to the test: in Vitest that of `then`, in
 * Jest that of `then(…).catch(…)`. A subscription to that result comes from the test. A native promise would not show
 * an `await`.
 */
export function trackAwait<T>(scope: Scope, result: Promise<T>, error: Error): PromiseLike<T> {
  const use: MatcherUse = { awaited: false, error }
  scope.matchers = [...scope.matchers, use]
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what it is for
    then: (...args) => {
      const assertion = quiet(result.then(...args), error)
      return watched(assertion, use, (...handlers) => watched(quiet(assertion.catch(...handlers), error), use))
    },
  }
}

/**
 * Keeps an outcome that no test awaits from ending the process, since the test already fails for the missing await.
 * Points the error at the line of the matcher.
 */
function quiet<T>(assertion: Promise<T>, call: Error): Promise<T> {
  assertion.catch((thrown: unknown) => pointAtCall(thrown, call))
  return assertion
}

function watched<T>(assertion: Promise<T>, use: MatcherUse, runnersCatch?: Promise<T>['catch']): Promise<T> {
  const subscribe = <K extends 'then' | 'catch' | 'finally'>(key: K): Promise<T>[K] =>
    ((...args: never[]) => {
      use.awaited = true
      return Reflect.apply(assertion[key], assertion, args)
    }) as Promise<T>[K]
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what it is for
    then: subscribe('then'),
    catch: runnersCatch ?? subscribe('catch'),
    finally: subscribe('finally'),
    [Symbol.toStringTag]: 'Promise',
  }
}
