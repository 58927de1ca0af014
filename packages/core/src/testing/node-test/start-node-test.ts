import { createRequire } from 'node:module'
import { writeSync } from '../../guard/node/original-fs.ts'
import { refuseUnsupportedNode } from '../../guard/engine/supported-node.ts'
import { followTests } from './follow-tests.ts'
import { openGuardedFile } from './guarded-file.ts'
import { processRole } from './process-role.ts'

/**
 * Guards the test files of Node's own runner: `node --require @agentguard/core/node-test --test`.
 *
 * In the process of each file, suites and tests are guarded scopes. The process that starts the files prints a summary.
 * Node does not load there what `--import` names.
 */
export function startNodeTest(): void {
  try {
    refuseUnsupportedNode()
    const role = processRole()
    if (role === 'starter') loadReporter().reportFiles()
    const [, path] = process.argv
    if (role === 'file' && path !== undefined) followTests(openGuardedFile(path))
  } catch (error) {
    // Node would print the code of this file above the message.
    writeSync(2, `${error instanceof TypeError ? `agentguard: ${error.message}` : String(error)}\n`)
    process.exit(1)
  }
}

/** Loaded on demand, since processes of test files do not use it. */
function loadReporter(): { reportFiles(): void } {
  return createRequire(__filename)('./internal-reporter.cjs') as ReturnType<typeof loadReporter>
}
