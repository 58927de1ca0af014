import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { look, phone, runWorker } from './workers/start-worker.ts'

const before = process.env['NODE_OPTIONS']
afterEach(() => setNodeOptions(before))

function setNodeOptions(value: string | undefined): void {
  if (value === undefined) delete process.env['NODE_OPTIONS']
  else process.env['NODE_OPTIONS'] = value
}

/** Why Node refuses a worker. A flag that no worker knows is refused after the environment was read, before a thread starts. */
function refusal(env?: NodeJS.ProcessEnv): string {
  try {
    const worker = new Worker('0', { eval: true, ...(env && { env }), execArgv: ['--agentguard-probe'] })
    return `started ${worker.threadId}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Node's own list, each with a value as well. */
const flags = [...process.allowedNodeEnvironmentFlags].flatMap((flag) => [flag, `${flag}=1`])

const refusals = (outcome: (flag: string) => unknown): readonly unknown[] => flags.map((flag) => [flag, outcome(flag)])

async function expectAsBare(outcome: (flag: string) => unknown): Promise<void> {
  const bare = await noEgress({ mode: 'off' }, () => refusals(outcome))
  expect(await noEgress(() => refusals(outcome))).toEqual(bare)
}

test('a worker with the environment of its process starts under each flag as without the guard', async () => {
  await expectAsBare((flag) => {
    setNodeOptions(flag)
    return [refusal({ ...process.env }), refusal()]
  })
})

test('a worker with a flag in its own environment is refused as without the guard', async () => {
  setNodeOptions('--no-warnings')
  await expectAsBare((flag) => [refusal({ NODE_OPTIONS: flag }), refusal({ NODE_OPTIONS: `--no-warnings ${flag}` })])
})

test.each(['--title=x', '--openssl-legacy-provider', '--disable-proto=delete', '--icu-data-dir=/', '--no-warnings'])(
  'a worker with the environment of a process under %s is guarded, and sees that environment',
  async (flag) => {
    setNodeOptions(flag)
    const env = { ...process.env }
    const unguarded = await noEgress({ mode: 'off' }, () => runWorker(look, { env }))

    expect(await noEgress(() => runWorker(look, { env }))).toEqual(unguarded)
    expect((await observeEgress(() => runWorker(phone, { env }))).violations).toHaveLength(1)
    expect(process.env['NODE_OPTIONS']).toBe(flag)
  },
)
