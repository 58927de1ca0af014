import { limitStack } from '../../evidence/record/limit-stack.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { isRunnerFile } from '../../evidence/stack/stack.ts'

// Kept from the start, since programs replace or remove it.
const { captureStackTrace } = Error

/** `setTimeout` and the functions that it calls take up to four frames. Only the next one is read. */
const depth = 5

/** Packages with the runner's fake timers, which fire when the test advances their clock. */
const clocks: ReadonlySet<string> = new Set(['@sinonjs/fake-timers'])

/** Where a timer was created. V8 keeps the frames, and formats them only when `stack` is read. */
export type TimerOrigin = { readonly stack?: unknown }

/** The origin of a timer that the caller of `below` is creating. */
export function captureOrigin(below: (...args: never[]) => unknown): TimerOrigin {
  const origin: TimerOrigin = {}
  const restore = limitStack(depth)
  captureStackTrace(origin, below)
  restore()
  return origin
}

/**
 * Whether the tests, or a package that they use, created a timer. Timers of the runner, such as a test timeout, and of
 * Node, such as a socket timeout, do not count.
 */
export function isSetByTests(origin: TimerOrigin): boolean {
  const caller = callerOf(origin)
  if (caller === undefined || caller.startsWith('node:')) return false
  return !isRunnerFile(caller) && !clocks.has(packageOf(caller)?.name ?? '')
}

/** Whether the runner created a timer. It may do so within a test. */
export function isSetByRunner(origin: TimerOrigin): boolean {
  const caller = callerOf(origin)
  return caller !== undefined && isRunnerFile(caller)
}

function callerOf(origin: TimerOrigin): string | undefined {
  const files = filesOf(origin)
  return files.slice(files.findIndex(isOfTimers)).find((file) => !isOfTimers(file))
}

function isOfTimers(file: string): boolean {
  return /^node:(?:internal\/)?timers/.test(file)
}

/** Reads only names, since a program's stack formatter would read the source map of each file. */
function filesOf(origin: TimerOrigin): readonly string[] {
  const { prepareStackTrace } = Error
  // If a program froze `Error`, the stack is a text.
  Reflect.set(Error, 'prepareStackTrace', namesOf)
  const { stack } = origin
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace)
  if (Array.isArray(stack)) return stack.map(String)
  if (typeof stack !== 'string') return []
  return stack
    .split('\n')
    .flatMap((line) => /^ +at .*?\(?((?:node:|file:|[a-z]:\\|\/)[^()]*?):\d+:\d+\)?$/i.exec(line)?.[1] ?? [])
}

function namesOf(_: unknown, sites: readonly NodeJS.CallSite[]): readonly string[] {
  return sites.map((site) => site.getFileName() ?? site.getEvalOrigin() ?? '<anonymous>')
}
