import { AsyncResource } from 'node:async_hooks'
import { apply } from '../../guard/node/originals.ts'
import { turn } from '../../guard/node/real-time.ts'
import { replaceProperty } from '../../guard/patch/replace-property.ts'
import { addLastHook, checkedAtEnd, throwAll } from './fail-at-end.ts'
import type { GuardedFile } from './guarded-file.ts'
import { kindOf, type NodeContext, type NodeFunction, type NodeTest, type NodeTestKind } from './node-runner.ts'

/** A test, suite or hook of `node:test` that is about to run. */
interface Step {
  readonly node: NodeTest
  readonly context: NodeContext
}

/** Wraps a function so that it enters its scope. Node calls it in the async context in which the test was defined. */
type Enter = (fn: NodeFunction) => NodeFunction

/**
 * From now on, runs every test, suite and hook of `node:test` in its scope.
 *
 * Node runs each of them through `AsyncResource.prototype.runInAsyncScope`. That is public, so it does not matter how a
 * file imports `test`.
 */
export function followTests(guarded: GuardedFile): void {
  replaceProperty(AsyncResource.prototype, 'runInAsyncScope', (original) => {
    const followed = function (this: AsyncResource, fn: NodeFunction, ...args: readonly unknown[]): unknown {
      const kind = kindOf(this)
      // Node calls all of these functions with a context.
      const step = { node: this as unknown as NodeTest, context: args[0] as NodeContext }
      const run = kind === undefined ? fn : enter[kind](guarded, step)(fn)
      return apply(original, this, [run, ...args])
    }
    // Takes the same arguments as the original, and returns the same value.
    return followed as typeof original
  })
  process.on('exit', () => reportAtExit(guarded))
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
    // Work that a test does not await gets as far as it can without waiting.
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

/** Fails the file for violations that failed no test. */
async function endFile({ file, close }: GuardedFile): Promise<void> {
  await file.imported()
  await file.settle()
  const errors = close()
  // Node does not count what fails outside of a test.
  if (errors.length > 0) process.exitCode = 1
  throwAll(errors)
}

/** Prints violations after the last test, and those of a test that ended the process. They can no longer fail a test. */
function reportAtExit({ close }: GuardedFile): void {
  const errors = close()
  if (errors.length === 0) return
  for (const error of errors) process.stderr.write(`\n${error.stack ?? error.message}\n`)
  process.exitCode ||= 1
}
