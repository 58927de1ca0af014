import { apply } from '../../guard/node/originals.ts'
import type { NodeContext, NodeFunction, NodeTest } from './node-runner.ts'

/**
 * Wraps the function of a test so that `check` runs after it. An error of `check` fails the test.
 *
 * An `after` hook that throws fails a test. This one is added when the function has ended, so that it runs after the
 * test's own hooks.
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

/**
 * Adds a last hook to a test or to the root. Node reports the error of a hook at the line that added it, unless the
 * hook has another location.
 */
export function addLastHook(node: NodeTest, context: NodeContext, file: string, hook: () => unknown): void {
  context.after(hook)
  const added = node.hooks.after.at(-1)
  if (added) added.loc = { file, line: 1, column: 1 }
}

/** @throws the errors, where there are any */
export function throwAll(errors: readonly Error[]): void {
  // Reporters would print every field below the text, which already has everything. The summary receives them separately.
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
    // Starts a lazy thenable here, in the scope of the test.
    return new Promise((resolve, reject) => void returned.then(resolve, reject)).finally(end)
  } finally {
    if (!pending) end()
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
