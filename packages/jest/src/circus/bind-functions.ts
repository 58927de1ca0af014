import { types } from 'node:util'
import type { TestFile } from '@agentguard/core/internal'
import { bindFunction } from './bind-function.ts'
import { hooksOf, testsOf, type CircusBlock, type CircusHook, type CircusTest } from './circus.ts'
import type { TestScopes } from './test-scopes.ts'

/** The test whose each-hooks run now. Circus does not pass it with a hook. Concurrent tests have no such hooks. */
export interface RunningTest {
  test: CircusTest | undefined
}

/**
 * Binds every test and hook below `root` to its scope.
 *
 * Functions are wrapped once, before any of them runs. Entering a scope at `test_start` and leaving it at `test_done`
 * would be simpler but wrong: async context does not flow from an event handler into the test.
 */
export function bindFunctions(root: CircusBlock, file: TestFile, scopes: TestScopes, running: RunningTest): void {
  for (const test of testsOf(root)) test.fn = bindFunction(test.fn, enterTest(test, scopes))
  for (const hook of hooksOf(root)) hook.fn = bindFunction(hook.fn, enterHook(hook, file, scopes, running))
}

/** Jest 29 reports a concurrent test as done only when those before it are. Until then, it would seem to run. */
function enterTest(test: CircusTest, scopes: TestScopes) {
  return <T>(fn: () => T): T => {
    const scope = scopes.of(test)
    const returned = scope.run('test', fn)
    if (test.concurrent && types.isPromise(returned)) {
      const end = (): void => scope.end()
      returned.then(end, end)
    }
    return returned
  }
}

function enterHook({ type }: CircusHook, file: TestFile, scopes: TestScopes, running: RunningTest) {
  return <T>(fn: () => T): T => {
    const test = type === 'beforeEach' || type === 'afterEach' ? running.test : undefined
    return test === undefined ? file.run(type, fn) : scopes.of(test).run(type, fn)
  }
}
