// All tests on the workspace's Node, then the core's flows again on the other supported ones. Build first.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, type NodeMajor } from '../packages/e2e/nodes/find-node.ts'
import { findChromium } from '../packages/page/test/browser/find-chromium.ts'
import { countReport, type Totals } from './count-report.ts'
import { leftOut } from './left-out.ts'
import { runStep, workspaceRoot } from './run-step.ts'

const reports = join(workspaceRoot, '.reports')
const vitest = join(workspaceRoot, 'node_modules/vitest/vitest.mjs')
const failures: string[] = []
let passed = 0

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports)

// Arguments go to the first run only: `pnpm test packages/core/test/policy` is for one folder.
const only = process.argv.slice(2)
add(await runVitest(24, process.execPath, only))
if (only.length === 0) {
  for (const major of [22, 26] as const) {
    const node = findNode(major)
    if (node === undefined) console.log(`Skipped: no Node ${major} here. Set TEST_NODE_${major} to its binary.`)
    else add(await runVitest(major, node, ['--project', 'core', 'packages/core/test/flows']))
  }
  // The notebooks count as one more that passes or fails; the failing cell is printed.
  const failed = await runStep(process.execPath, [join(workspaceRoot, 'scripts/notebooks.ts')])
  if (failed !== 0) add({ passed: 0, failures: ['scripts/notebooks.ts'] })
  if (leftOut.length > 0) console.log(`\nSkipped: what this system does not have, in ${leftOut.join(', ')}.`)
  if (findChromium() === undefined)
    console.log(
      '\nSkipped: all that a browser does with the page of evidence. Install Chromium, or name it in CHROMIUM_PATH.',
    )
}

// A long run ends with the failures: its own report is thousands of lines above.
for (const failure of failures) console.log(`\nFailed: ${failure}`)
const line = `${passed} passed, ${failures.length} failed`
writeFileSync(join(reports, 'totals.txt'), `${line}\n`)
console.log(line)
process.exitCode = failures.length === 0 ? 0 : 1

async function runVitest(major: NodeMajor, node: string, args: readonly string[]): Promise<Totals> {
  console.log(`\nTests on Node ${major}`)
  const report = join(reports, `node-${major}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runStep(node, [vitest, 'run', ...reporters, ...args])
  return countReport(report, code)
}

function add(totals: Totals): void {
  passed += totals.passed
  failures.push(...totals.failures)
}
