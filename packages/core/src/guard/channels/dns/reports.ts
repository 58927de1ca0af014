import { apply } from '../../node/originals.ts'
import type { Restore } from '../../patch/replace-property.ts'
import type { Channel } from '../../capabilities/channel.ts'

/**
 * Diagnostic reports ask name servers for the names of all peers, by native code that no gate sees, also when a signal or a crash
 * writes them. Node can leave the network out; programs read the value that they have set.
 */
export const reports: Channel = {
  name: 'reports',
  install: () => {
    // A test runner's sandbox has a copy of `process`. A thread that cannot write reports has none.
    const report: object | undefined = process.getBuiltinModule('node:process').report
    const own = report && Object.getOwnPropertyDescriptor(report, 'excludeNetwork')
    return report && own?.get && own.set ? leaveOut(report, own, own.get, own.set) : () => {}
  },
}

type Get = NonNullable<PropertyDescriptor['get']>
type Set = NonNullable<PropertyDescriptor['set']>

function leaveOut(report: object, own: PropertyDescriptor, get: Get, set: Set): Restore {
  let wanted: unknown = apply(get, report, [])
  apply(set, report, [true])
  Object.defineProperty(report, 'excludeNetwork', {
    configurable: true,
    enumerable: own.enumerable ?? true,
    get: () => wanted,
    set: (value: unknown) => {
      // What is not a boolean gets Node's own error.
      if (typeof value !== 'boolean') apply(set, report, [value])
      wanted = value
    },
  })
  return () => {
    Object.defineProperty(report, 'excludeNetwork', own)
    apply(set, report, [wanted])
  }
}
