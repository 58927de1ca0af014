import { engine } from '../../guard/engine/engine.ts'
import { builtins } from '../../guard/node/builtins.ts'
import { usageError } from '../../policy/usage/usage-error.ts'

/** The role of a process that loaded the guard with `--import`: it starts the test files and prints their results, or runs one of them. */
export type ProcessRole = 'starter' | 'file'

/**
 * Finds the role of this process. Undefined for a process that a test started, which belongs to that test, and for
 * programs around the tests.
 *
 * @throws TypeError for a flag that the guard cannot work with, with the fix
 */
export function processRole(): ProcessRole | undefined {
  const { joined } = engine()
  // A test that forks, or starts a thread, passes its flags on.
  if (!builtins.workerThreads.isMainThread || (joined !== undefined && !joined.scope.isRunner)) return undefined
  const flags = process.execArgv
  const shared = flags.find((flag) => flag.endsWith('test-isolation=none'))
  if (shared !== undefined) {
    const problem = 'all test files share a process, so it is unclear which one an import belongs to'
    throw usageError(shared, problem, 'Remove the flag')
  }
  if (flags.includes('--test')) return 'starter'
  // NODE_OPTIONS also reaches package managers, which run no tests.
  const isAsked = process.env['NODE_TEST_CONTEXT'] !== undefined || flags.some((flag) => flag.includes('node-test'))
  return isAsked && process.argv[1] !== undefined ? 'file' : undefined
}
