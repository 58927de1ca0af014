import { replaceProperty, type Restore } from '../../node/replace-property.ts'
import { restoreAll } from '../../node/restore-all.ts'
import { whenLoaded } from '../../node/when-loaded.ts'
import type { Channel } from '../../capabilities/channel.ts'
import { gateLibrary, type LibraryNeeds } from './gate-library.ts'
import { apply } from '../../node/originals.ts'

/** Native libraries that builtin modules load without `process.dlopen`: extensions of SQLite, and engines of OpenSSL. */
export const extensions: Channel = {
  name: 'extensions',
  install: (needs) =>
    restoreAll([
      whenLoaded('sqlite', () =>
        gate(needs, process.getBuiltinModule('node:sqlite').DatabaseSync.prototype, 'loadExtension'),
      ),
      whenLoaded('crypto', () => gate(needs, process.getBuiltinModule('node:crypto'), 'setEngine')),
    ]),
}

type Load = (...args: unknown[]) => unknown

function gate<K extends string>(needs: LibraryNeeds, target: object, key: K): Restore {
  // Older releases have no such method. Where there is one, it takes the path of the library first.
  if (typeof Reflect.get(target, key) !== 'function') return () => {}
  return replaceProperty(target as Record<K, Load>, key, (load) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      if (typeof args[0] === 'string') gateLibrary(needs, args[0])
      return apply(load, this, args)
    }
  })
}
