import type { Enter } from './enter.ts'

/**
 * Binds a value that circus awaits to a scope. A query or a request may be a thenable that starts its work when its
 * `then` is called, and circus calls that outside of every scope. Other values are returned unchanged, since errors of
 * circus print them.
 */
export function bindAwaited(value: unknown, enter: Enter): unknown {
  if (Array.isArray(value)) return value.some(isThenable) ? value.map((one) => bindAwaited(one, enter)) : value
  if (!isThenable(value)) return value
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
