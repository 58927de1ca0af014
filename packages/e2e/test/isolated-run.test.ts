import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')
const isolated = (...flags: readonly string[]): string[] => [bin, 'run', '--isolate', ...flags, '--', process.execPath]
// The core's tests have an addon that calls the C library.
const koffi = createRequire(join(import.meta.dirname, '../../core/package.json')).resolve('koffi')
const problem = spawnSync(process.execPath, [...isolated(), '--version'], { encoding: 'utf8' }).stderr
if (problem !== '') console.warn(`Not tested: ${problem.trim()}`)

const connects = `
  const connect = (last) => {
    const libc = require(process.env.KOFFI).load('libc.so.6')
    const port = Number(new URL(process.env.FOREIGN_URL).port)
    const address = Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, last, 0, 0, 0, 0, 0, 0, 0, 0])
    const descriptor = libc.func('int socket(int domain, int type, int protocol)')(2, 1, 0)
    const status = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')(descriptor, address, 16)
    libc.func('int close(int descriptor)')(descriptor)
    if (status !== -1) throw new Error('connected')
  }`

// `connect` of the C library returns once it is refused; the SDKs have their own threads, and some a resolver.
const tests = (name: string): string => `${connects}
  test('${name} before', () => {})
  test('${name} connects', () => connect(1))
  test('${name} fetches', async () => {
    const { Impit } = require('impit')
    await new Impit().fetch(process.env.FOREIGN_URL).catch(() => {})
  }, 60_000)
  test('${name} asks Valkey', async () => {
    const { GlideClient } = require('@valkey/valkey-glide')
    const port = Number(new URL(process.env.FOREIGN_URL).port)
    const connectionBackoff = { numberOfRetries: 0, factor: 1, exponentBase: 1 }
    const options = { addresses: [{ host: '127.0.0.1', port }], connectionBackoff }
    await GlideClient.createClient(options).then((client) => client.close(), () => {})
  }, 60_000)
  test('${name} synchronizes libSQL', () => {
    const Database = require('libsql')
    const file = require('node:path').join(process.env.SCRATCH, '${name}.db')
    try {
      new Database(file, { syncUrl: process.env.FOREIGN_URL }).sync()
    } catch {}
  }, 60_000)
  test('${name} sends by ZeroMQ', async () => {
    const { Request } = require('zeromq')
    const socket = new Request({ linger: 0, receiveTimeout: 1000 })
    socket.connect(process.env.FOREIGN_URL.replace('http', 'tcp'))
    await socket.send('hello')
    await socket.receive().catch(() => {})
    socket.close()
  }, 60_000)
  test('${name} after', () => {})`

const states = ['passed', 'failed', 'failed', 'failed', 'failed', 'failed', 'passed']

// Both have begun before one of them connects, and neither ends before.
const together = `${connects}
  const begun = Promise.withResolvers()
  const over = Promise.withResolvers()
  test.concurrent('one connects', async () => {
    await begun.promise
    connect(1)
    over.resolve()
  })
  test.concurrent('the other waits', async () => {
    begun.resolve()
    await over.promise
  })`

// No variable of the guard reaches this program.
const starts = `
  test('starts', () => {
    require('node:child_process').spawnSync('env', ['-i', 'curl', '-s', process.env.FOREIGN_URL])
  })`

const inVitest = (text: string, docblock = ''): string => `${docblock}
  import { createRequire } from 'node:module'
  import { test } from 'vitest'
  const require = createRequire(import.meta.url)
  ${text}`

const scratch = mkdtempSync(join(tmpdir(), 'agentguard-isolated-'))
let foreign: ForeignServer
const env = (): Readonly<Record<string, string>> => ({ KOFFI: koffi, FOREIGN_URL: foreign.url, SCRATCH: scratch })
const names = ['one', 'two']

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => {
  foreign.stop()
  rmSync(scratch, { recursive: true, force: true })
})

describe.skipIf(problem !== '')('in a run that is isolated as a whole', () => {
  test.each(vitestMajors.flatMap((major) => ['forks', 'threads'].map((pool) => ({ major, pool }))))(
    'native code is refused, and fails the test that runs: Vitest $major, $pool',
    async ({ major, pool }) => {
      const { text, tests: outcomes } = await runVitest({
        major,
        args: [`--pool=${pool}`, 'tests/native-'],
        files: Object.fromEntries(names.map((name) => [`tests/native-${name}.test.ts`, inVitest(tests(name))])),
        env: env(),
        nodeArgs: isolated(),
      })

      const found = Object.values(outcomes).map(({ state }) => state)
      expect(found, text).toEqual(names.flatMap(() => states))
      expect(text).toMatch(/^ {2}test {4}(?:one|two) (?:connects|fetches)$/m)
      expect(await foreign.takeConnections()).toBe(0)
    },
  )

  test.each(jestMajors)('native code is refused, and fails the test that runs: Jest %s', async (major) => {
    const { text, tests: outcomes } = await runJest({
      major,
      fixture: 'in-order',
      args: [...modes['in workers'], 'native-'],
      files: Object.fromEntries(names.map((name) => [`native-${name}.test.js`, tests(name)])),
      env: env(),
      nodeArgs: isolated(),
    })

    const found = Object.values(outcomes).map(({ status }) => status)
    expect(found, text).toEqual(names.flatMap(() => states))
    expect(await foreign.takeConnections()).toBe(0)
  })

  test.each(vitestMajors)(
    'where tests run at once, native code fails their file, which names them: Vitest %s',
    async (major) => {
      const {
        text,
        files,
        tests: outcomes,
      } = await runVitest({
        major,
        args: ['tests/together'],
        files: { 'tests/together.test.ts': inVitest(together) },
        env: env(),
        nodeArgs: isolated(),
      })

      expect(
        Object.values(outcomes).map(({ state }) => state),
        text,
      ).toEqual(['passed', 'passed'])
      expect(files['together']?.state, text).toBe('failed')
      expect(text).toMatch(/^ {2}one of {2}one connects, the other waits: they ran concurrently$/m)
      expect(await foreign.takeConnections()).toBe(0)
    },
  )

  test.each(jestMajors)(
    'where tests run at once, native code fails their file, which names them: Jest %s',
    async (major) => {
      const {
        text,
        code,
        tests: outcomes,
        files,
      } = await runJest({
        major,
        fixture: 'in-order',
        args: ['together'],
        files: { 'together.test.js': together },
        env: env(),
        nodeArgs: isolated(),
      })

      expect(
        Object.values(outcomes).map(({ status }) => status),
        text,
      ).toEqual(['passed', 'passed'])
      expect({ code, status: files['together.test.js']?.status }, text).toEqual({ code: 1, status: 'failed' })
      expect(text).toMatch(/^ *one of {2}one connects, the other waits: they ran concurrently$/m)
      expect(await foreign.takeConnections()).toBe(0)
    },
  )

  test('a program without our variable follows the list of the test that starts it, not only that of the run', async () => {
    const { port } = new URL(foreign.url)
    const { text, tests: outcomes } = await runVitest({
      major: vitestMajors[0] ?? 5,
      args: ['tests/starts'],
      files: { 'tests/starts.test.ts': inVitest(starts, '// @agentguard subprocess=isolate') },
      env: env(),
      nodeArgs: isolated('--allow', `localhost:${port}`),
    })

    expect(
      Object.values(outcomes).map(({ state }) => state),
      text,
    ).toEqual(['failed'])
    expect(text).toContain(`Egress blocked: connect 127.0.0.1:${port}`)
    expect(await foreign.takePaths()).toEqual([])
  })
})
