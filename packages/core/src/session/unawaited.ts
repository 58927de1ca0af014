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
 * The runner subscribes to what a matcher returns and gives the test what came of that: in Vitest the result of `then`, in
 * Jest that of `then(…).catch(…)`. A subscription to what the test got is the test's. A native promise would not show an
 * `await`.
 */
export function trackAwait<T>(scope: Scope, result: Promise<T>, error: Error): PromiseLike<T> {
  const use: Use = { awaited: false, error }
  usesOf.set(scope, [...(usesOf.get(scope) ?? []), use])
  return {
    then: (...args) => {
      const assertion = quiet(result.then(...args))
      const wait = watch(assertion, use)
      const caught: typeof assertion.catch = (...handlers) => asPromise(watch(quiet(assertion.catch(...handlers)), use))
      return asPromise({ ...wait, catch: caught })
    },
  }
}

/** Whoever does not wait for it is told so; the outcome itself must not end the process. */
function quiet<T>(assertion: Promise<T>): Promise<T> {
  assertion.catch(() => {})
  return assertion
}

type Subscriptions<T> = Pick<Promise<T>, 'then' | 'catch' | 'finally'>

function watch<T>(assertion: Promise<T>, use: Use): Subscriptions<T> {
  const subscribe = <K extends keyof Subscriptions<T>>(key: K): Promise<T>[K] =>
    ((...args: never[]) => {
      use.awaited = true
      return Reflect.apply(assertion[key], assertion, args)
    }) as Promise<T>[K]
  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what it is for
  return { then: subscribe('then'), catch: subscribe('catch'), finally: subscribe('finally') }
}

function asPromise<T>(subscriptions: Subscriptions<T>): Promise<T> {
  return { ...subscriptions, [Symbol.toStringTag]: 'Promise' }
}
