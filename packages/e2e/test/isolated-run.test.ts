import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')
const isolated = (...flags: readonly string[]): string[] => [bin, 'run', '--isolate', ...flags, '--', process.execPath]
// The core's tests have an addon to call the C library with.
const koffi = createRequire(join(import.meta.dirname, '../../core/package.json')).resolve('koffi')
const problem = spawnSync(process.execPath, [...isolated(), '--version'], { encoding: 'utf8' }).stderr
if (problem !== '') console.warn(`Not tested: ${problem.trim()}`)

// Each test calls `connect` of the C library, which returns once it is refused; impit has threads and a resolver of its own.
const tests = (name: string): string => `
  const connect = (last) => {
    const libc = require(process.env.KOFFI).load('libc.so.6')
    const port = Number(new URL(process.env.FOREIGN_URL).port)
    const address = Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, last, 0, 0, 0, 0, 0, 0, 0, 0])
    const descriptor = libc.func('int socket(int domain, int type, int protocol)')(2, 1, 0)
    const status = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')(descriptor, address, 16)
    libc.func('int close(int descriptor)')(descriptor)
    if (status !== -1) throw new Error('connected')
  }
  test('${name} before', () => {})
  test('${name} connects', () => connect(1))
  test('${name} fetches', async () => {
    const { Impit } = require('impit')
    await new Impit().fetch(process.env.FOREIGN_URL).catch(() => {})
  })
  test('${name} after', () => {})`

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

let foreign: ForeignServer
const env = (): Readonly<Record<string, string>> => ({ KOFFI: koffi, FOREIGN_URL: foreign.url })
const names = ['one', 'two']

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

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

      const states = Object.values(outcomes).map(({ state }) => state)
      expect(states, text).toEqual(names.flatMap(() => ['passed', 'failed', 'failed', 'passed']))
      expect(text).toMatch(/^ {2}test {4}(?:one|two) (?:connects|fetches)$/m)
      expect(await foreign.takePaths()).toEqual([])
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

    const states = Object.values(outcomes).map(({ status }) => status)
    expect(states, text).toEqual(names.flatMap(() => ['passed', 'failed', 'failed', 'passed']))
    expect(await foreign.takePaths()).toEqual([])
  })

  test('a program without our variable is held to the list of the test that starts it, not to that of the run alone', async () => {
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
