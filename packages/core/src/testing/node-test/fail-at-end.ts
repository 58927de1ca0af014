import { apply } from '../../guard/node/originals.ts'
import type { NodeContext, NodeFunction, NodeTest } from './node-runner.ts'

/**
 * The function of a test, after which `check` runs: what that throws fails the test.
 *
 * An `after` hook that throws fails a test. Ours is added when the function has ended, so that it comes behind those that the test adds.
 */
export function checkedAtEnd(fn: NodeFunction, add: () => void): NodeFunction {
  return function (...args) {
    const [context, done] = args
    if (typeof done !== 'function') return followToEnd(() => apply(fn, this, args), add)
    const ended: NodeFunction = (...results) => {
      add()
      return apply(done, undefined, results)
    }
    return apply(fn, this, [context, ended])
  }
}

/** Adds a last hook to a test or to the root. Node reports the error of a hook at the line that adds it, unless it has another one. */
export function addLastHook(node: NodeTest, context: NodeContext, file: string, hook: () => unknown): void {
  context.after(hook)
  const added = node.hooks.after.at(-1)
  if (added) added.loc = { file, line: 1, column: 1 }
}

/** @throws the errors, where there are any */
export function throwAll(errors: readonly Error[]): void {
  // Reporters print every field below the text, which says it all; the summary gets them another way.
  for (const error of errors) Object.defineProperty(error, 'violations', { enumerable: false })
  const [first] = errors
  if (first === undefined) return
  if (errors.length === 1) throw first
  const all = new AggregateError(errors, `Egress blocked: ${errors.length} destinations`)
  // Its frames would be those of the guard.
  all.stack = all.message
  throw all
}

function followToEnd(run: () => unknown, end: () => void): unknown {
  let pending: PromiseLike<unknown> | undefined
  try {
    const returned = run()
    if (!isThenable(returned)) return returned
    pending = returned
    // A lazy thenable starts here, in the scope of the test.
    return new Promise((resolve, reject) => void returned.then(resolve, reject)).finally(end)
  } finally {
    if (!pending) end()
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
