import { limitStack } from '../../evidence/record/limit-stack.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { isRunnerFile } from '../../evidence/stack/stack.ts'

// Programs replace it, or take it away.
const { captureStackTrace } = Error

/** `setTimeout` and what it calls are up to four frames. */
const depth = 8

/** A clock of the runner's own timers, which run when it says. */
const clocks: ReadonlySet<string> = new Set(['@sinonjs/fake-timers'])

/** Where a timer was made; V8 keeps the frames and names nothing until somebody asks. */
export type TimerOrigin = { readonly stack?: unknown }

/** The code that called `below`, in which a timer is being made. */
export function captureOrigin(below: (...args: never[]) => unknown): TimerOrigin {
  const origin: TimerOrigin = {}
  const restore = limitStack(depth)
  captureStackTrace(origin, below)
  restore()
  return origin
}

/**
 * Whether a timer was made by the tests or a package that they use: not by the runner, such as the one that ends a test which
 * takes too long, nor by Node, such as the timeout of a socket.
 */
export function isSetByTests(origin: TimerOrigin): boolean {
  const caller = callerOf(origin)
  if (caller === undefined || caller.startsWith('node:')) return false
  return !isRunnerFile(caller) && !clocks.has(packageOf(caller)?.name ?? '')
}

/** Whether the runner has made a timer, which may have happened within a test. */
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

/** Only names: what formats stacks for a program would read the source map of each file. */
function filesOf(origin: TimerOrigin): readonly string[] {
  const { prepareStackTrace } = Error
  // Programs may have frozen `Error`: then the stack is a text.
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
