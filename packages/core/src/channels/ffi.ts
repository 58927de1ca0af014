import type { Attempt } from '../attempt/attempt.ts'
import { replaceProperty, type Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import { whenLoaded } from '../patch/when-loaded.ts'
import type { Channel, Judge } from './channel.ts'

/** Foreign functions of `node:ffi` (Node 26): whatever a library offers is reached through these methods, by any import. */
export const ffi: Channel = {
  name: 'ffi',
  install: (judge) => whenLoaded('ffi', () => gateLibraries(judge)),
}

function gateLibraries(judge: Judge): Restore {
  const { DynamicLibrary: library }: Ffi = process.getBuiltinModule('node:ffi') ?? {}
  if (!library) return () => {}
  return restoreAll(
    (['getFunction', 'getFunctions', 'getSymbol', 'getSymbols'] as const).map((key) =>
      replaceProperty(library.prototype, key, (get) => {
        return function (this: Library, ...args: unknown[]): unknown {
          gate(judge, this.path)
          return Reflect.apply(get, this, args)
        }
      }),
    ),
  )
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
