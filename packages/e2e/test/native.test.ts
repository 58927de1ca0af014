import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jestMajors, runJest } from './jest/run-jest.ts'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

// The core's tests have an addon that calls the C library.
const koffi = createRequire(join(import.meta.dirname, '../../core/package.json')).resolve('koffi')

const tests = `
  const connect = () => {
    const libc = require(process.env.KOFFI).load('libc.so.6')
    const port = Number(new URL(process.env.FOREIGN_URL).port)
    const address = Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    const socket = libc.func('int socket(int domain, int type, int protocol)')
    libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')(socket(2, 1, 0), address, 16)
  }
  test('before', () => {})
  test('connects', connect)
  test('fetches with impit', async () => {
    const { Impit } = require('impit')
    globalThis.keptOpen = new Impit()
    await (await keptOpen.fetch(process.env.FOREIGN_URL)).text()
  })
  test('after', () => {})`

let foreign: ForeignServer
const seen = (): string => `Egress seen: native code to ${new URL(foreign.url).host}`

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

// Elsewhere the kernel has no list to read.
describe.runIf(process.platform === 'linux')('a connection by native code fails the test that made it', () => {
  test.each(vitestMajors)('in Vitest %s', async (major) => {
    const header = `import { createRequire } from 'node:module'
      import { test } from 'vitest'
      const require = createRequire(import.meta.url)`
    const { text, tests: outcomes } = await runVitest({
      major,
      args: ['tests/native'],
      files: { 'tests/native.test.ts': `${header}\n${tests}` },
      env: { KOFFI: koffi, FOREIGN_URL: foreign.url },
    })

    expect(statesOf(outcomes, 'state')).toEqual(['passed', 'failed', 'failed', 'passed'])
    expect(text).toContain(`${seen()} (@koromix/koffi-`)
    expect(text).toContain(`${seen()} (impit@`)
  })

  test.each(jestMajors)('in Jest %s', async (major) => {
    const { text, tests: outcomes } = await runJest({
      major,
      fixture: 'in-order',
      args: ['--runInBand', 'native'],
      files: { 'native.test.js': tests },
      env: { KOFFI: koffi, FOREIGN_URL: foreign.url },
    })

    expect(statesOf(outcomes, 'status')).toEqual(['passed', 'failed', 'failed', 'passed'])
    expect(text).toContain(`${seen()} (@koromix/koffi-`)
    expect(text).toContain(`${seen()} (impit@`)
  })
})

function statesOf<Key extends string>(
  outcomes: Readonly<Record<string, Readonly<Record<Key, unknown>>>>,
  key: Key,
): unknown[] {
  return Object.values(outcomes).map((outcome) => outcome[key])
}
