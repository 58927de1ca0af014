// Runs the network tests of Node's own suite bare and under `mode: audit`, and lists those that only the guard breaks:
// `pnpm node-tests <checkout of Node> [pattern]`. The checkout's version should be that of this Node.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { workspaceRoot } from './run-step.ts'

const network = '^test-(net|http|http2|https|tls|dns|dgram|child-process|worker|whatwg-fetch|websocket|cluster)\\b'
const [checkout, pattern = network] = process.argv.slice(2)
if (checkout === undefined) throw new RangeError('Name a checkout of Node')

const register = join(workspaceRoot, 'packages/core/dist/register.cjs')
const guard = { NODE_OPTIONS: `--require "${register}"`, AGENTGUARD_MODE: 'audit' }
const folder = join(checkout, 'test/parallel')
const waiting = readdirSync(folder).filter((name) => new RegExp(pattern).test(name) && /\.m?js$/.test(name))

/** Listed in docs/limits.md. */
const documented = new Set(['test-worker-init-failure.js'])
const broken: string[] = []
let ran = 0
await Promise.all(Array.from({ length: availableParallelism() }, (_, thread) => runWaiting(`${thread}`)))
for (const name of broken.toSorted()) console.log(`fails only under the guard: ${name}`)
console.log(`${broken.length} of ${ran} tests fail only under the guard.`)
process.exitCode = broken.length === 0 && ran > 0 ? 0 : 1

async function runWaiting(thread: string): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    // What passes under the guard need not run bare. A test may fail once because the machine is busy.
    const isGuarded = (await passes(name, thread, guard)) || !(await passes(name, thread, {}))
    if (!isGuarded && !documented.has(name) && !(await passes(name, thread, guard))) broken.push(name)
    ran += 1
  }
}

async function passes(name: string, thread: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const file = join(folder, name)
  const [, flags = ''] = /^\/\/ Flags:(.*)$/m.exec(readFileSync(file, 'utf8')) ?? []
  // Node's tests take their ports and their temporary folder by this number.
  const child = spawn(process.execPath, [...flags.split(' ').filter(Boolean), file], {
    cwd: checkout,
    env: { ...process.env, TEST_THREAD_ID: thread, ...env },
    stdio: 'ignore',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code === 0
}
