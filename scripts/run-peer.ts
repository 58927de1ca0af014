// Runs the test suite of another project bare and under `mode: audit`, and lists the tests that only the guard breaks:
// `pnpm peer <checkout> <command…>`. The command prints TAP: `npx mocha --exit --reporter tap`, `node --test --test-reporter=tap`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { brokenTests, type Outcomes, readTap } from './read-tap.ts'
import { workspaceRoot } from './run-step.ts'

const [checkout, file, ...args] = process.argv.slice(2)
if (checkout === undefined || file === undefined) throw new RangeError('Name a checkout, and a command that prints TAP')

const register = join(workspaceRoot, 'packages/core/dist/register.cjs')
const nodeOptions = `${process.env['NODE_OPTIONS'] ?? ''} --require "${register}"`
const bare = await run('bare', {})
const guarded = await run('mode: audit', { NODE_OPTIONS: nodeOptions, AGENTGUARD_MODE: 'audit' })
const broken = brokenTests(bare, guarded)
for (const name of broken) console.log(`fails only under the guard: ${name}`)
console.log(`${broken.length} of ${count(bare, 'pass')} tests that pass bare fail under the guard.`)
process.exitCode = broken.length === 0 && bare.size > 0 ? 0 : 1

async function run(what: string, env: NodeJS.ProcessEnv): Promise<Outcomes> {
  const child = spawn(file ?? '', args, {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  const outcomes = readTap(output)
  console.log(`${what}: ${count(outcomes, 'pass')} pass, ${count(outcomes, 'fail')} fail`)
  return outcomes
}

function count(outcomes: Outcomes, wanted: 'pass' | 'fail'): number {
  return [...outcomes.values()].filter((outcome) => outcome === wanted).length
}
