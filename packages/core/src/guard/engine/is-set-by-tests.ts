import { limitStack } from '../../evidence/record/limit-stack.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { isRunnerFile } from '../../evidence/stack/stack.ts'

// Programs replace it, or take it away.
const { captureStackTrace } = Error

/** `setTimeout` and what it calls are up to four frames. */
const depth = 8

/** A clock of the runner's own timers, which run when it says. */
const clocks: ReadonlySet<string> = new Set(['@sinonjs/fake-timers'])

/**
 * Whether the timer that is being made, by the code that called `below`, is of the tests or of a package that they use: not of
 * the runner, such as the one that ends a test which takes too long, nor of Node, such as the timeout of a socket.
 */
export function isSetByTests(below: (...args: never[]) => unknown): boolean {
  const files = filesAbove(below)
  const caller = files.slice(files.findIndex(isOfTimers)).find((file) => !isOfTimers(file))
  if (caller === undefined || caller.startsWith('node:')) return false
  return !isRunnerFile(caller) && !clocks.has(packageOf(caller)?.name ?? '')
}

function isOfTimers(file: string): boolean {
  return /^node:(?:internal\/)?timers/.test(file)
}

/** Only names: what formats stacks for a program would read the source map of each file. */
function filesAbove(below: (...args: never[]) => unknown): readonly string[] {
  const { prepareStackTrace } = Error
  const holder: { readonly stack?: unknown } = {}
  const restore = limitStack(depth)
  // Programs may have frozen `Error`: then the stack is a text.
  Reflect.set(Error, 'prepareStackTrace', namesOf)
  captureStackTrace(holder, below)
  const { stack } = holder
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace)
  restore()
  if (Array.isArray(stack)) return stack.map(String)
  if (typeof stack !== 'string') return []
  return stack
    .split('\n')
    .flatMap((line) => /^ +at .*?\(?((?:node:|file:|[a-z]:\\|\/)[^()]*?):\d+:\d+\)?$/i.exec(line)?.[1] ?? [])
}

function namesOf(_: unknown, sites: readonly NodeJS.CallSite[]): readonly string[] {
  return sites.map((site) => site.getFileName() ?? site.getEvalOrigin() ?? '<anonymous>')
}
