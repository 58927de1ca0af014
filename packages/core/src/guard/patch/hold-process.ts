import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'
import { apply } from '../node/originals.ts'

// A test runner gives its files a copy of `process`.
const real = process.getBuiltinModule('node:process') as NodeJS.Process & Private

/** Every way to end a Node process goes through these. Its types omit them. */
interface Private {
  _exiting: boolean
  _kill(pid: number, signal: number): number
}

/**
 * Drops unhandled errors and refuses to end this process until the undo is called. For code that would run much later,
 * or never, if the guard did not run it now.
 */
export function holdProcess(): Restore {
  const { exitCode } = real
  return restoreAll([
    () => {
      real.exitCode = exitCode
    },
    dropErrors(() => true),
    interceptEmit((name) => name === 'exit' && refuse(exitCode)),
    replaceProperty(real, '_kill', (kill) => {
      return function (this: unknown, pid, signal) {
        const isOwn = [real.pid, -real.pid, 0].includes(pid)
        return isOwn && signal !== 0 ? 0 : apply(kill, this, [pid, signal])
      }
    }),
  ])
}

/** Drops the unhandled errors that `isDropped` accepts, before any handler of the runner sees them. */
export function dropErrors(isDropped: (error: unknown) => boolean): Restore {
  return interceptEmit((name, error) => errorEvents.has(name) && isDropped(error))
}

const errorEvents: ReadonlySet<string | symbol> = new Set(['uncaughtException', 'unhandledRejection'])

/** For events that `isTaken` accepts, calls no listener and reports to the emitter that one was called. */
function interceptEmit(isTaken: (name: string | symbol, first: unknown) => boolean): Restore {
  return replaceProperty(real, 'emit', (emit) => {
    const intercepted = function (this: unknown, name: string | symbol, ...args: unknown[]): unknown {
      return isTaken(name, args[0]) ? true : Reflect.apply(emit, this, [name, ...args])
    }
    // Callers get what the original returns.
    return intercepted as typeof emit
  })
}

/** `process.exit` emits `exit` before it ends the process, whichever copy of `process` is used. */
function refuse(exitCode: NodeJS.Process['exitCode']): never {
  Object.assign(real, { _exiting: false, exitCode })
  throw new Error("agentguard refuses process.exit() while late: 'flush' runs the timers that tests left")
}
