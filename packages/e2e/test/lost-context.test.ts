import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { covering } from '../../../scripts/covering.ts'
import { allJestMajors, modes, runJest } from './jest/run-jest.ts'
import { allVitestMajors, runVitest } from './vitest/run-vitest.ts'

const helpers = readFileSync(join(import.meta.dirname, '../fixtures/lost/lost.cjs'), 'utf8')
const kinds = ['queue', 'emitter', 'promise', 'loop']

/** The same tests for both runners; `at` makes a host that no other test uses. */
const tests = `
const made = Object.entries(makers).map(([kind, make]) => ({ kind, run: make() }))
const hooked = []
beforeAll(() => {
  for (const make of Object.values(makers)) hooked.push(make())
})
made.forEach(({ kind, run }, index) => {
  test('uses the ' + kind + ' of the import', () => run('192.0.2.' + (10 + index)))
  test('uses the ' + kind + ' of beforeAll', () => hooked[index]('192.0.2.' + (20 + index)))
  test('does nothing after the ' + kind, () => {})
})
const allowed = makers.queue()
test('allows what the queue of the import reaches', () => {
  allowEgress('192.0.2.30')
  return allowed('192.0.2.30')
})
test('allows that for no other test', () => allowed('192.0.2.30'))
let server
test('starts a server', async () => {
  server = await serve()
  await server.knock('192.0.2.50')
})
test('knocks at the server of another test', () => server.knock('192.0.2.51'))
afterAll(() => server.close())
`

/** Jest 29 runs concurrent tests beside the others of their file. */
const concurrent = `
describe('at once', () => {
  const shared = makers.queue()
  const both = { started: 0 }
  const wait = new Promise((resolve) => {
    both.start = () => {
      both.started += 1
      if (both.started === 2) resolve()
    }
  })
  const last = {}
  const over = new Promise((resolve) => Object.assign(last, { resolve }))
  test.concurrent('waits', async () => {
    both.start()
    await over
  })
  test.concurrent('calls', async () => {
    both.start()
    await wait
    await shared('192.0.2.40')
    last.resolve()
  })
})
`

const attributed: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...kinds.flatMap((kind, index) => [
    [`uses the ${kind} of the import`, [`192.0.2.${10 + index}:443`]],
    [`uses the ${kind} of beforeAll`, [`192.0.2.${20 + index}:443`]],
    [`does nothing after the ${kind}`, []],
  ]),
  ['allows what the queue of the import reaches', []],
  ['allows that for no other test', ['192.0.2.30:443']],
  ['starts a server', ['192.0.2.50:443']],
  ['knocks at the server of another test', ['192.0.2.51:443']],
  ['at once > waits', []],
  ['at once > calls', []],
])

const inJest = covering(
  allJestMajors.flatMap((major) => Object.entries(modes).map(([mode, args]) => ({ major, mode, args }))),
)

describe.each(inJest)('Jest $major $mode', ({ major, args }) => {
  test('work that outlives a test belongs to the test that uses it', async () => {
    const head = `const { allowEgress } = require('@agentguard/core')\nconst { makers, serve } = require('./lost.cjs')\n`
    const files = { 'lost.cjs': helpers, 'lost.test.js': head + tests, 'at-once.test.js': head + concurrent }
    const { tests: outcomes, ...run } = await runJest({ major, files, args })

    expect(namesOf(outcomes, ({ blocked }) => blocked)).toEqual(
      Object.fromEntries(Object.entries(attributed).map(([name, hosts]) => [name.replace(' > ', ' '), hosts])),
    )
    expectTexts(run.text)
    expect(run.files['at-once.test.js']?.message).toMatch(candidates)
    expect(run.code).toBe(1)
  })
})

const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard()], test: { include: ['lost/*.test.mjs'] } }
`
const inVitest = covering(
  allVitestMajors.flatMap((major) =>
    (['forks', 'vmThreads'] as const).flatMap((pool) => [true, false].map((isolate) => ({ major, pool, isolate }))),
  ),
)

describe.each(inVitest)('Vitest $major, $pool, isolate $isolate', ({ major, pool, isolate }) => {
  test('work that outlives a test belongs to the test that uses it', async () => {
    const head = `import { allowEgress } from '@agentguard/core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import lost from './lost.cjs'
const { makers, serve } = lost
`
    const args = ['--config=lost.config.mjs', `--pool=${pool}`, ...(isolate ? [] : ['--no-isolate'])]
    const files = {
      'lost.config.mjs': config,
      'lost/lost.cjs': helpers,
      'lost/lost.test.mjs': head + tests,
      'lost/at-once.test.mjs': head + concurrent,
    }
    const { tests: outcomes, ...run } = await runVitest({ major, args, files })

    expect(namesOf(outcomes, ({ errors }) => errors.flatMap(hostIn))).toEqual(attributed)
    for (const { state, errors } of Object.values(outcomes)) expect(state).toBe(errors.length > 0 ? 'failed' : 'passed')
    expectTexts(run.text)
    expect(run.files['at-once.test.mjs']?.errors.join('\n')).toMatch(candidates)
    expect(run.code).toBe(1)
  })
})

const hostIn = (error: string): readonly string[] => /Egress blocked: connect (\S+)/.exec(error)?.slice(1) ?? []

const candidates =
  /192\.0\.2\.40:443\n.*\(from work that began at import\)\n +one of +at once > (waits, at once > calls|calls, at once > waits)/

function expectTexts(text: string): void {
  expect(text).toContain('uses the queue of the import   (from work that began at import)')
  expect(text).toContain('uses the emitter of beforeAll   (from work that began in beforeAll)')
  expect(text).not.toContain('while importing the file')
}

function namesOf<T>(outcomes: Readonly<Record<string, T>>, of: (one: T) => readonly string[]) {
  return Object.fromEntries(Object.entries(outcomes).map(([name, one]) => [name.replace(/^[^:]+: /, ''), of(one)]))
}
