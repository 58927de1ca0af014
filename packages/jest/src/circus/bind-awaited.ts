import type { Enter } from './enter.ts'

/**
 * What circus waits for, bound to a scope: a query or a request is a thenable that starts its work when somebody calls its `then`,
 * and circus calls that from outside of every scope. All else is returned as it is, since errors of circus print it.
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
