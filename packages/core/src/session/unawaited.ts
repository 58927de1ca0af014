import type { Scope } from '../scope/scope.ts'

/** One use of an asynchronous matcher, until somebody waits for it. */
interface Use {
  awaited: boolean
  readonly error: Error
}

const usesOf = new WeakMap<Scope, Use[]>()

/** The errors of asynchronous matchers in this scope that nobody waited for, each with the caller's stack. */
export function unawaitedErrors(scope: Scope): readonly Error[] {
  return (usesOf.get(scope) ?? []).filter(({ awaited }) => !awaited).map(({ error }) => error)
}

/**
 * A thenable for a matcher to return: it knows whether the test waits for it.
 *
 * The runner subscribes to what a matcher returns and gives the test what that `then` returned; so the first subscription
 * is the runner's, and one to its result is the test's. A native promise would not show an `await`.
 */
export function trackAwait<T>(scope: Scope, result: Promise<T>, error: Error): PromiseLike<T> {
  const use: Use = { awaited: false, error }
  usesOf.set(scope, [...(usesOf.get(scope) ?? []), use])
  return {
    then: (...args) => {
      const assertion = result.then(...args)
      // Whoever does not wait for it is told so; the outcome itself must not end the process.
      assertion.catch(() => {})
      return watched(assertion, use)
    },
  }
}

function watched<T>(assertion: Promise<T>, use: Use): Promise<T> {
  const subscribe = <K extends 'then' | 'catch' | 'finally'>(key: K): Promise<T>[K] =>
    ((...args: never[]) => {
      use.awaited = true
      return Reflect.apply(assertion[key], assertion, args)
    }) as Promise<T>[K]
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what it is for
    then: subscribe('then'),
    catch: subscribe('catch'),
    finally: subscribe('finally'),
    [Symbol.toStringTag]: 'Promise',
  }
}
