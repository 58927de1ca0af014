import type { TestFile, TestScope } from '@agentguard/core/internal'
import { fullName, type CircusTest } from './circus.ts'

/** The scopes of the tests of one file. Each test has one for its whole life, over hooks, retries and late timers. */
export interface TestScopes {
  /** Opens the scope on first use, since Jest 29 starts a concurrent test before its `test_start`. */
  of(test: CircusTest): TestScope
  /** The scope of a test whose functions ran. A skipped one has none. */
  find(test: CircusTest): TestScope | undefined
  entries(): Iterable<readonly [CircusTest, TestScope]>
}

/** Creates the scopes of the tests of `file`. */
export function createTestScopes(file: TestFile): TestScopes {
  const scopes = new Map<CircusTest, TestScope>()
  return {
    of: (test) => {
      const known = scopes.get(test)
      if (known !== undefined) return known
      const opened = file.openTest(fullName(test), () => test.asyncError?.stack)
      scopes.set(test, opened)
      return opened
    },
    find: (test) => scopes.get(test),
    entries: () => scopes,
  }
}
