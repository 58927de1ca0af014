// Runs the tests of one project in every supported version and way of running: `node scripts/matrix.ts e2e`.
import { join } from 'node:path'
import { runStep, workspaceRoot } from './run-step.ts'

process.env['TEST_MATRIX'] = 'all'
const [project = '', ...args] = process.argv.slice(2)
process.exitCode = await runStep(process.execPath, [
  join(workspaceRoot, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--project',
  project,
  ...args,
])
