import type { Bind } from './bind-callbacks.ts'
import { apply } from '../node/originals.ts'
import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'

// A test runner gives its files a copy of `process`.
const real = process.getBuiltinModule('node:process')

/** Node emits these events outside any context. Clients use them to send what is left. */
const isOfTheEnd = (name: unknown): boolean =>
  name === 'beforeExit' || name === 'exit' || name === 'disconnect' || String(name).startsWith('SIG')

type Run = (fn: () => void) => void

/**
 * Runs each listener for the end of this process in the context that added it. `process.listeners()` still lists the
 * function that was added.
 */
export function bindEndListeners(bind: Bind): Restore {
  const runs = new WeakMap<object, Run>()
  const noting = <Add extends NodeJS.Process['on']>(add: Add): Add => {
    const noted = function (this: unknown, name: string, listener: object): unknown {
      if (this === real && typeof listener === 'function' && isOfTheEnd(name))
        runs.set(
          listener,
          bind((fn) => fn()),
        )
      return apply(add, this, [name, listener])
    }
    // Callers get what the original returns.
    return noted as unknown as Add
  }
  return restoreAll([
    // `once` and `prependOnceListener` call these two.
    replaceProperty(real, 'on', noting),
    replaceProperty(real, 'addListener', noting),
    replaceProperty(real, 'prependListener', noting),
    replaceProperty(real, 'emit', (emit) => {
      const bound = function (this: unknown, name: string, ...args: unknown[]): boolean {
        if (this !== real || !isOfTheEnd(name)) return apply(emit as Listener, this, [name, ...args]) as boolean
        const listeners = real.rawListeners(name) as Listener[]
        for (const listener of listeners) {
          const call = (): void => void apply(listener, real, args)
          const run = runs.get(listener)
          if (run) run(call)
          else call()
        }
        return listeners.length > 0
      }
      return bound as typeof emit
    }),
  ])
}

type Listener = (...args: readonly unknown[]) => unknown
