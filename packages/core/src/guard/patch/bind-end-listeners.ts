import type { Bind } from './bind-callbacks.ts'
import { apply } from '../node/originals.ts'
import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'

// A test runner gives its files a copy of `process`.
const real = process.getBuiltinModule('node:process')

/** Node emits these in no context. A client sends what it still has then. */
const isOfTheEnd = (name: unknown): boolean =>
  name === 'beforeExit' || name === 'exit' || name === 'disconnect' || String(name).startsWith('SIG')

type Run = (fn: () => void) => void

/** Has each listener of the end of this process run in the context that added it. What is listed as a listener stays what was added. */
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
    // Callers get what they would get of the original.
    return noted as unknown as Add
  }
  return restoreAll([
    // `once` and `prependOnceListener` come through these two.
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
