import { promisify } from 'node:util'

type SetTimeout = typeof globalThis.setTimeout

/** Kept on the function that watches, which every copy of this package finds there. */
interface Watch {
  readonly original: SetTimeout
  readonly pending: Set<NodeJS.Timeout>
  /** The interval that ticks while Jest runs in band; it is there before the first environment is loaded. */
  readonly lasting: number
}

const mark = Symbol.for('jest-environment-agentguard.reporter-timers')

/**
 * How many timers of Jest's reporters are pending. In band they run in the process of the tests, and one shows the progress 100 ms
 * after each test: to wait for it at the end of a file would cost every file that time, and to take it for a leak would hide
 * a timer of the next one.
 */
export function reporterTimers(): number {
  const watch = watchOf(globalThis.setTimeout)
  return watch ? watch.lasting + watch.pending.size : 0
}

/** Notes the timers that Jest's reporters start from now on. */
export function watchReporterTimers(): void {
  const { setTimeout } = globalThis
  if (watchOf(setTimeout)) return
  const pending: Watch['pending'] = new Set()
  const lasting = process.getActiveResourcesInfo().includes('Timeout') ? 1 : 0
  const watched = (callback: () => void, ...rest: []): NodeJS.Timeout => {
    if (!isReporter(watched)) return setTimeout(callback, ...rest)
    const timer = setTimeout(
      () => {
        pending.delete(timer)
        callback()
      },
      ...rest,
    )
    pending.add(timer)
    return timer
  }
  Object.defineProperty(watched, 'name', { value: setTimeout.name })
  globalThis.setTimeout = Object.assign(watched, {
    [promisify.custom]: Reflect.get(setTimeout, promisify.custom),
    [mark]: { original: setTimeout, pending, lasting } satisfies Watch,
    // Whatever the arguments are, they are handed on.
  }) as unknown as SetTimeout
}

/** Gives the tests Node's own `setTimeout`, which their environment has taken from Jest's globals. */
export function restoreSetTimeout(environment: object): void {
  const global: unknown = Reflect.get(environment, 'global')
  if (typeof global !== 'object' || global === null) return
  const watch = watchOf(Reflect.get(global, 'setTimeout'))
  if (watch) Reflect.set(global, 'setTimeout', watch.original)
}

function watchOf(setTimeout: unknown): Watch | undefined {
  return typeof setTimeout === 'function' ? (setTimeout as { readonly [mark]?: Watch })[mark] : undefined
}

/** Whether the code that called `below` is Jest's own reporters'. Jest would look for the source map of each caller: its file is enough. */
function isReporter(below: (...args: never[]) => unknown): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error
  const caller: { readonly stack?: unknown } = {}
  // Programs may have frozen `Error`: then the stack is a text, of more frames than one.
  Reflect.set(Error, 'stackTraceLimit', 1)
  Reflect.set(Error, 'prepareStackTrace', (_: unknown, [site]: readonly NodeJS.CallSite[]) => site?.getFileName())
  Error.captureStackTrace(caller, below)
  const file = caller.stack
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace)
  return typeof file === 'string' && /^(?:Error\n +at )?[^\n]*@jest[\\/]reporters[\\/]/.test(file)
}
