import type { Attempt } from '../attempt/attempt.ts'
import { replaceProperty } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Channel, Judge } from './channel.ts'

/** Foreign functions of `node:ffi` (Node 26): whatever a library offers is reached through these methods, by any import. */
export const ffi: Channel = {
  name: 'ffi',
  install: (judge) => {
    const warning: { tell?: () => void } = {}
    const library = loadQuietly(warning)
    if (!library) return () => {}
    return restoreAll(
      (['getFunction', 'getFunctions', 'getSymbol', 'getSymbols'] as const).map((key) =>
        replaceProperty(library.prototype, key, (get) => {
          return function (this: Library, ...args: unknown[]): unknown {
            warning.tell?.()
            gate(judge, this.path)
            return Reflect.apply(get, this, args)
          }
        }),
      ),
    )
  },
}

type Getter = 'getFunction' | 'getFunctions' | 'getSymbol' | 'getSymbols'

interface Library extends Record<Getter, (...args: unknown[]) => unknown> {
  readonly path?: unknown
}

interface Ffi {
  readonly DynamicLibrary?: { readonly prototype: Library }
}

function gate(judge: Judge, library: unknown): void {
  // Without a path it is this program itself, which has libc in it.
  const path = typeof library === 'string' ? library : process.execPath
  const attempt: Attempt = { channel: 'native', addons: [path], raw: path }
  const operation = judge.begin(attempt)
  const error = judge.decide(attempt, operation)
  if (error) throw error
  judge.native.loading(path)
}

/** Loading the module warns that it is experimental: that is for whoever uses it to hear, and only then. */
function loadQuietly(warning: { tell?: () => void }): { readonly prototype: Library } | undefined {
  const real = process.getBuiltinModule('node:process')
  const restore = replaceProperty(real, 'emitWarning', (emitWarning) => {
    return function (this: unknown, ...args: unknown[]): void {
      warning.tell = () => {
        delete warning.tell
        Reflect.apply(emitWarning, real, args)
      }
    }
  })
  try {
    const found: Ffi | undefined = process.getBuiltinModule('node:ffi')
    return found?.DynamicLibrary
  } catch {
    // Refused by the permission model, to the program as well.
    return undefined
  } finally {
    restore()
  }
}
