import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { firstValue } from '../../patch/first-value.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel } from '../../capabilities/channel.ts'
import { gateLibrary, type LibraryNeeds } from './gate-library.ts'
import { apply } from '../../node/originals.ts'

/** Native libraries that builtin modules load without `process.dlopen`: extensions of SQLite and engines of OpenSSL. */
export const extensions: Channel = {
  name: 'extensions',
  install: (needs) =>
    restoreAll([
      whenLoaded('sqlite', () =>
        gate(needs, process.getBuiltinModule('node:sqlite').DatabaseSync.prototype, 'loadExtension'),
      ),
      whenLoaded('crypto', () => gate(needs, process.getBuiltinModule('node:crypto'), 'setEngine')),
      whenLoaded('tls', () => gateContexts(needs)),
    ]),
}

/**
 * TLS contexts load the engines that their options name. A public function may have been captured before, so the gate
 * is on the native object.
 */
function gateContexts(needs: LibraryNeeds): Restore {
  // Node documents the functions that create one, but not the class.
  const made: unknown = Reflect.get(process.getBuiltinModule('node:tls'), 'SecureContext')
  if (typeof made !== 'function') return () => {}
  return firstValue(made.prototype as object, 'context', (context) => {
    const native: unknown = Object.getPrototypeOf(context)
    if (typeof native !== 'object' || native === null) return () => {}
    return restoreAll([gate(needs, native, 'setClientCertEngine', 0), gate(needs, native, 'setEngineKey', 1)])
  })
}

type Load = (...args: unknown[]) => unknown

function gate<K extends string>(needs: LibraryNeeds, target: object, key: K, at = 0): Restore {
  // Some releases have no such method. `at` is the position of the library's path in its arguments.
  if (typeof Reflect.get(target, key) !== 'function') return () => {}
  return replaceProperty(target as Record<K, Load>, key, (load) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      if (typeof args[at] === 'string') gateLibrary(needs, args[at])
      return apply(load, this, args)
    }
  })
}
