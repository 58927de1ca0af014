import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel } from '../../capabilities/channel.ts'
import { gateLibrary, type LibraryNeeds } from './gate-library.ts'
import { apply } from '../../node/originals.ts'

/** Foreign functions of `node:ffi` (Node 26). All functions of a library are reached through these methods, however it was imported. */
export const ffi: Channel = {
  name: 'ffi',
  install: (needs) => whenLoaded('ffi', () => gateLibraries(needs)),
}

function gateLibraries(needs: LibraryNeeds): Restore {
  const { DynamicLibrary: library }: Ffi = process.getBuiltinModule('node:ffi') ?? {}
  if (!library) return () => {}
  return restoreAll(
    (['getFunction', 'getFunctions', 'getSymbol', 'getSymbols'] as const).map((key) =>
      replaceProperty(library.prototype, key, (get) => {
        return function (this: Library, ...args: unknown[]): unknown {
          // Without a path, the library is this program itself, which contains libc.
          gateLibrary(needs, typeof this.path === 'string' ? this.path : process.execPath)
          return apply(get, this, args)
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
