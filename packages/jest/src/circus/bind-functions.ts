import { types } from 'node:util'
import type { TestFile } from '@agentguard/core/internal'
import { bindFunction } from './bind-function.ts'
import { hooksOf, testsOf, type CircusBlock, type CircusHook, type CircusTest } from './circus.ts'
import type { TestScopes } from './test-scopes.ts'

/** The test whose each-hooks run now. Circus does not say it with a hook; concurrent tests have no such hooks. */
export interface RunningTest {
  test: CircusTest | undefined
}

/**
 * Binds every test and hook below `root` to its scope.
 *
 * Functions are wrapped, once and before any of them runs. To enter a scope at `test_start` and leave it at `test_done` would
 * be simpler and wrong: async context does not flow from an event handler into the test.
 */
export function bindFunctions(root: CircusBlock, file: TestFile, scopes: TestScopes, running: RunningTest): void {
  for (const test of testsOf(root)) test.fn = bindFunction(test.fn, enterTest(test, scopes))
  for (const hook of hooksOf(root)) hook.fn = bindFunction(hook.fn, enterHook(hook, file, scopes, running))
}

/** Jest 29 says that a concurrent test is done when those before it are: until then, it would seem to run. */
function enterTest(test: CircusTest, scopes: TestScopes) {
  return <T>(fn: () => T): T => {
    const scope = scopes.of(test)
    const returned = scope.run('test', fn)
    if (test.concurrent && types.isPromise(returned)) returned.then(scope.end, scope.end)
    return returned
  }
}

function enterHook({ type }: CircusHook, file: TestFile, scopes: TestScopes, running: RunningTest) {
  return <T>(fn: () => T): T => {
    const test = type === 'beforeEach' || type === 'afterEach' ? running.test : undefined
    return test === undefined ? file.run(type, fn) : scopes.of(test).run(type, fn)
  }
}
