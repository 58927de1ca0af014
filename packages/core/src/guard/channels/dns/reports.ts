import { apply } from '../../node/originals.ts'
import type { Restore } from '../../patch/replace-property.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import type { Channel } from '../../capabilities/channel.ts'

/**
 * Diagnostic reports query name servers for the names of all peers, in native code that no gate sees, also when a
 * signal or a crash writes them. This makes Node leave the network out. Programs still read the value that they set.
 */
export const reports: Channel = {
  name: 'reports',
  // Without such a flag, nothing writes a report before code has read `process.report`.
  install: () => (hasReportFlag() ? leaveOut() : whenLoaded('internal/process/report', leaveOut)),
}

function hasReportFlag(): boolean {
  return [...real.execArgv, real.env['NODE_OPTIONS'] ?? ''].some((flags) => flags.includes('--report'))
}

// A test runner's sandbox has a copy of it.
const real = process.getBuiltinModule('node:process')

type Get = NonNullable<PropertyDescriptor['get']>
type Set = NonNullable<PropertyDescriptor['set']>

function leaveOut(): Restore {
  // A thread that cannot write reports has none.
  const report: object | undefined = real.report
  const own = report && Object.getOwnPropertyDescriptor(report, 'excludeNetwork')
  return report && own?.get && own.set ? replace(report, own, own.get, own.set) : () => {}
}

function replace(report: object, own: PropertyDescriptor, get: Get, set: Set): Restore {
  let wanted: unknown = apply(get, report, [])
  apply(set, report, [true])
  Object.defineProperty(report, 'excludeNetwork', {
    configurable: true,
    enumerable: own.enumerable ?? true,
    get: () => wanted,
    set: (value: unknown) => {
      // Node throws its own error for a value that is not a boolean.
      if (typeof value !== 'boolean') apply(set, report, [value])
      wanted = value
    },
  })
  return () => {
    Object.defineProperty(report, 'excludeNetwork', own)
    apply(set, report, [wanted])
  }
}
