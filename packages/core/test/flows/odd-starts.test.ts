import childProcess, { execSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'

/** What a call returns or throws, without and with the guard. */
async function both(run: () => unknown): Promise<readonly [unknown, unknown]> {
  const outcome = (): unknown => {
    try {
      return run()
    } catch (error) {
      const { name, message, code } = error as NodeJS.ErrnoException
      return { name, message, code }
    }
  }
  const bare = outcome()
  const observed = await observeEgress(outcome)
  expect(observed.violations).toEqual([])
  return [bare, 'value' in observed ? observed.value : observed.error]
}

const startHandle = (options: object) => (): unknown => {
  const child = new childProcess.ChildProcess() as unknown as {
    spawn(options: object): number
    on(name: string, listener: () => void): void
  }
  child.on('error', () => {})
  return child.spawn(options)
}

test.each<[string, () => unknown]>([
  [
    'an argument that is a number',
    () =>
      spawnSync(process.execPath, ['--stack-trace-limit', 5 as unknown as string, '-p', 1 as unknown as string], {
        encoding: 'utf8',
      }).stdout,
  ],
  ['flags of a worker that are a number', () => new Worker('0', { eval: true, execArgv: 6 as unknown as string[] })],
  ['flags of a worker that are text', () => new Worker('0', { eval: true, execArgv: '-x' as unknown as string[] })],
  ['arguments that are null', startHandle({ file: 'x', args: null })],
  ['arguments that are text', startHandle({ file: 'x', args: 'x' })],
  ['a file that is a number', startHandle({ file: 1 })],
  ['no options', () => Reflect.apply(startHandle({}), undefined, [])],
])('%s is for Node to judge', async (_, run) => {
  const [bare, guarded] = await both(run)

  expect(guarded).toEqual(bare)
})

const run = (): string => execSync('id -u && pwd', { encoding: 'utf8' })

test.each(['uid', 'gid', 'cwd', 'shell', 'detached', 'argv0', 'timeout', 'killSignal'])(
  'a child does not take %s from Object.prototype',
  async (key) => {
    const prototype = Object.prototype as Record<string, unknown>
    const bare = run()

    const guarded = await noEgress(() => {
      prototype[key] = key === 'cwd' ? '/' : key === 'killSignal' ? 'SIGKILL' : 1000
      try {
        return run()
      } finally {
        Reflect.deleteProperty(prototype, key)
      }
    })

    expect(guarded).toBe(bare)
  },
)

test('a program starts in a folder that was removed, as without the guard', async () => {
  const before = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-'))
  process.chdir(folder)
  rmdirSync(folder)
  try {
    const [bare, guarded] = await both(() => spawnSync('echo', ['word'], { encoding: 'utf8' }).stdout)
    expect(guarded).toEqual(bare)
    const { violations } = await observeEgress(() => spawnSync('curl', ['http://192.0.2.1/']))
    expect(violations).toHaveLength(1)
  } finally {
    process.chdir(before)
  }
})
