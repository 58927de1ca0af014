import { AsyncResource } from 'node:async_hooks'
import { apply } from '../../guard/node/originals.ts'
import { turn } from '../../guard/node/real-time.ts'
import { replaceProperty } from '../../guard/patch/replace-property.ts'
import { addLastHook, checkedAtEnd, throwAll } from './fail-at-end.ts'
import type { GuardedFile } from './guarded-file.ts'
import { kindOf, type NodeContext, type NodeFunction, type NodeTest, type NodeTestKind } from './node-runner.ts'

/** Something of `node:test` that is about to run. */
interface Step {
  readonly node: NodeTest
  readonly context: NodeContext
}

/** Gives a function that runs in a scope. Node calls it in the async context in which the test was made, so it enters the scope by itself. */
type Enter = (fn: NodeFunction) => NodeFunction

/**
 * Runs every test, suite and hook of `node:test` in its scope, from now on.
 *
 * Node runs each of them by `AsyncResource.prototype.runInAsyncScope`. That is public, so it does not matter how a file has imported `test`.
 */
export function followTests(guarded: GuardedFile): void {
  replaceProperty(AsyncResource.prototype, 'runInAsyncScope', (original) => {
    const followed = function (this: AsyncResource, fn: NodeFunction, ...args: readonly unknown[]): unknown {
      const kind = kindOf(this)
      // A context is what Node calls all of these functions with.
      const step = { node: this as unknown as NodeTest, context: args[0] as NodeContext }
      const run = kind === undefined ? fn : enter[kind](guarded, step)(fn)
      return apply(original, this, [run, ...args])
    }
    // It takes and returns what the original does.
    return followed as typeof original
  })
  process.on('exit', () => tellAtExit(guarded))
}

const enter: Readonly<Record<NodeTestKind, (guarded: GuardedFile, step: Step) => Enter>> = {
  suite: ({ file }) => within((fn) => file.run('import', fn)),
  test: enterTest,
  hook: enterHook,
  root: (guarded, { node, context }) => {
    addLastHook(node, context, guarded.path, () => endFile(guarded))
    return (fn) => fn
  },
}

function within(run: (fn: () => unknown) => unknown): Enter {
  return (fn) =>
    function (...args) {
      return run(() => apply(fn, this, args))
    }
}

function enterTest({ path, file, testOf }: GuardedFile, { node, context }: Step): Enter {
  void file.imported()
  const test = testOf(context)
  test.node = node
  const check = async (): Promise<void> => {
    // What a test starts and does not wait for gets as far as it gets without waiting.
    await turn()
    test.scope.end()
    throwAll(test.scope.errors())
  }
  const inTest = within((fn) => test.scope.run('test', fn))
  return (fn) => inTest(checkedAtEnd(fn, () => addLastHook(node, context, path, check)))
}

function enterHook({ file, testOf, isTest }: GuardedFile, { node, context }: Step): Enter {
  const { hookType = 'before' } = node
  if (hookType === 'beforeEach' || hookType === 'afterEach') {
    return within((fn) => testOf(context).scope.run(hookType, fn))
  }
  // `t.before()` and `t.after()`.
  if (isTest(context)) return within((fn) => testOf(context).scope.run(`${hookType}Each`, fn))
  const phase = `${hookType}All` as const
  return within((fn) => {
    const end = file.startHook(phase)
    return file.run(phase, async () => {
      try {
        await fn()
      } finally {
        await end()
      }
    })
  })
}

/** Fails the file for what no test has failed for. */
async function endFile({ file, close }: GuardedFile): Promise<void> {
  await file.imported()
  await file.settle()
  const errors = close()
  // Node does not count what fails outside of a test.
  if (errors.length > 0) process.exitCode = 1
  throwAll(errors)
}

/** What comes after the last test, or what a test that ends the process leaves, can only be printed. */
function tellAtExit({ close }: GuardedFile): void {
  const errors = close()
  if (errors.length === 0) return
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
  process.exitCode ||= 1
}
