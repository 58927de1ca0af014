import { types } from 'node:util'
import type { Enter } from './enter.ts'

/**
 * Binds a value that circus awaits to a scope. A query or a request may be a thenable that starts its work when its
 * `then` is called, and circus calls that outside of every scope. A promise of JavaScript itself has started before, and
 * is returned unchanged. So are other values are returned unchanged, since errors of circus print them.
 */
export function bindAwaited(value: unknown, enter: Enter): unknown {
  if (Array.isArray(value)) return value.some(isThenable) ? value.map((one) => bindAwaited(one, enter)) : value
  if (!isThenable(value) || isPlainPromise(value)) return value
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what it is for
    then: (...handlers: Handlers): unknown => enter(() => value.then(...handlers)),
  }
}

type Handlers = Parameters<PromiseLike<unknown>['then']>

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return 'then' in value && typeof value.then === 'function'
}

/** Whether it is a promise as an async function returns it, and not one of a subclass. */
function isPlainPromise(value: PromiseLike<unknown>): boolean {
  if (!types.isPromise(value) || Object.hasOwn(value, 'then')) return false
  const { then } = value
  return Object.hasOwn(Object.getPrototypeOf(value) as object, 'then') && isBuiltin(then)
}

/** Each realm has its own, which must not keep the realm of a file that is over. */
const builtins = new WeakSet<object>()

/** The text of a bound function, or of a proxy, has no name. */
function isBuiltin(then: object): boolean {
  if (builtins.has(then)) return true
  if (Function.prototype.toString.call(then) !== 'function then() { [native code] }') return false
  builtins.add(then)
  return true
}
