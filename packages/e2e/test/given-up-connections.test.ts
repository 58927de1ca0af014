import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jestMajors, runJest } from './jest/run-jest.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')
const nodeArgs = [bin, 'run', '--isolate', '--', process.execPath]
const env = { KOFFI: createRequire(join(import.meta.dirname, '../../core/package.json')).resolve('koffi') }
const problem = spawnSync(process.execPath, [...nodeArgs, '--version'], { encoding: 'utf8' }).stderr
if (problem !== '') console.warn(`Not tested: ${problem.trim()}`)

// Without waiting for the connection, native code closes the socket: 4000 in octal is the flag that makes `connect` return at once.
const tests = `
  test('before', () => {})
  test('gives up', () => {
    const libc = require(process.env.KOFFI).load('libc.so.6')
    const address = Buffer.from([2, 0, 0, 80, 203, 0, 113, 9, 0, 0, 0, 0, 0, 0, 0, 0])
    const descriptor = libc.func('int socket(int domain, int type, int protocol)')(2, 1 | 0o4000, 0)
    libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')(descriptor, address, 16)
    libc.func('int close(int descriptor)')(descriptor)
  })
  test('after', () => {})`

const inVitest = `
  import { createRequire } from 'node:module'
  import { test } from 'vitest'
  const require = createRequire(import.meta.url)
  ${tests}`

// A limit that the docs name: the agent looks every few milliseconds, and only counts connections that closed in between.
// On a busy machine it may see this one just before, when its program is already gone.
const blocked =
  /^ {2}reason {2}it tried to leave its network namespace: the kernel found no way out for 1 of its packets$|^Egress blocked: connect 203\.0\.113\.9:80$/m

describe.skipIf(problem !== '')('native code that closes a connection before the agent has seen it', () => {
  test.each(vitestMajors)('fails the run, and no test of it: Vitest %s', async (major) => {
    const files = { 'tests/gives-up.test.ts': inVitest }
    const { code, text, tests: outcomes } = await runVitest({ major, args: ['tests/gives-up'], files, env, nodeArgs })

    expect(Object.values(outcomes).map(({ state }) => state)).toEqual(['passed', 'passed', 'passed'])
    expect(text).toMatch(blocked)
    expect(text).toMatch(/^ {2}scope {3}agentguard run$/m)
    expect(code).toBe(1)
  })

  test.each(jestMajors)('fails the run, and no test of it: Jest %s', async (major) => {
    const files = { 'gives-up.test.js': tests }
    const { code, text, tests: outcomes } = await runJest({ major, args: ['gives-up'], files, env, nodeArgs })

    expect(Object.values(outcomes).map(({ status }) => status)).toEqual(['passed', 'passed', 'passed'])
    expect(text).toMatch(blocked)
    expect(text).toMatch(/^ {2}scope {3}agentguard run$/m)
    expect(code).toBe(1)
  })
})
