import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTap } from '../../../scripts/read-tap.ts'
import { findNode, type NodeMajor } from '../nodes/find-node.ts'

// A server that no test has started: it counts what arrives.
const far = createServer((socket) => {
  arrivals.count += 1
  socket.destroy()
})
const arrivals = { count: 0 }
const runs = join(import.meta.dirname, '../runs')
mkdirSync(runs, { recursive: true })
const folder = mkdtempSync(join(runs, 'node-test-'))

beforeAll(async () => {
  far.listen(0, '127.0.0.1')
  await once(far, 'listening')
  for (const [name, source] of Object.entries(files((far.address() as AddressInfo).port))) {
    writeFileSync(join(folder, name), source)
  }
})
afterAll(() => {
  far.close()
  rmSync(folder, { recursive: true, force: true })
})

const files = (port: number): Readonly<Record<string, string>> => ({
  'reach.cjs': `
    const net = require('node:net')
    // It swallows every error, as telemetry does.
    exports.reach = () => new Promise((resolve) => {
      const socket = net.connect(${port}, '127.0.0.1')
      socket.on('connect', () => socket.destroy()).on('error', () => {}).on('close', resolve)
    })`,
  'reaches.test.mjs': `
    import test, { after, afterEach, before, beforeEach, describe, it } from 'node:test'
    import { reach } from './reach.cjs'
    before(() => {})
    test('stays at home', () => {})
    test('awaits', async () => { await reach() })
    test('returns a lazy thenable', () => ({ then: (resolve) => reach().then(resolve) }))
    test('takes done', (t, done) => { reach().then(() => done()) })
    test('starts it and returns', () => { reach() })
    test('has a subtest', async (t) => { await t.test('that reaches out', () => reach()) ; await t.test('that does not', () => {}) })
    test('cleans up', (t) => { t.after(() => reach()) })
    test.skip('is skipped', () => reach())
    describe('suite', () => {
      beforeEach((t) => (t.name === 'has a hook that reaches out' ? reach() : undefined))
      it('has a hook that reaches out', () => {})
      it('has one that does not', () => {})
    })
    describe('tests at once', { concurrency: true }, () => {
      it('one', async () => { await reach() })
      it('another', () => new Promise((resolve) => setTimeout(resolve, 20)))
    })`,
  'commonjs.test.cjs': `
    const { test } = require('node:test')
    const { reach } = require('./reach.cjs')
    test('is CommonJS', () => reach())
    test('stays at home', () => {})`,
  'allowed.test.mjs': `
    // @agentguard allow=127.0.0.1:${port}
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    test('is allowed by its docblock', () => reach())`,
  'widened.test.mjs': `
    import { test } from 'node:test'
    import { allowEgress } from '@agentguard/core'
    import { reach } from './reach.cjs'
    test('widens itself', async () => { allowEgress('127.0.0.1:${port}'); await reach() })
    test('is not widened', () => reach())`,
  'own.test.mjs': `
    import { test } from 'node:test'
    import { createServer, get } from 'node:http'
    test('reaches its own server', (t, done) => {
      const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
        get(server.address(), (response) => response.resume().on('end', () => server.close(done)))
      })
    })`,
  'import.test.mjs': `
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    await reach()
    test('is innocent', () => {})`,
  'hook.test.mjs': `
    import { before, test } from 'node:test'
    import { reach } from './reach.cjs'
    before(() => reach())
    test('is innocent', () => {})`,
  'late.test.mjs': `
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    test('leaves a timer behind', () => { setTimeout(reach, 350) })
    test('is innocent', () => {})`,
  'todo.test.mjs': `
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    test('is to be done', { todo: true }, () => reach())`,
  'both.test.mjs': `
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    test('fails by itself', async () => { await reach(); throw new Error('its own') })`,
  'exits.test.mjs': `
    import { test } from 'node:test'
    import { reach } from './reach.cjs'
    test('ends the process', async () => { await reach(); process.exit(0) })`,
  'child.test.mjs': `
    import { fork } from 'node:child_process'
    import { test } from 'node:test'
    test('forks', (t, done) => { fork(new URL('child.cjs', import.meta.url)).on('exit', () => done()) })
    test('is innocent', () => {})`,
  'child.cjs': `require('./reach.cjs').reach()`,
  'worker.test.mjs': `
    import { test } from 'node:test'
    import { Worker } from 'node:worker_threads'
    test('starts a thread', (t, done) => { new Worker(new URL('child.cjs', import.meta.url)).on('exit', () => done()) })`,
  'mistake.test.mjs': `
    // @agentguard alow=127.0.0.1
    import { test } from 'node:test'
    test('never runs', () => {})`,
})

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
  readonly failed: readonly string[]
  readonly passed: readonly string[]
}

async function run(major: NodeMajor, args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined, NO_COLOR: '1' }
  const child = spawn(findNode(major) ?? '', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  const outcomes = [...readTap(output)]
  const named = (is: string) => outcomes.flatMap(([name, outcome]) => (outcome === is ? [nameOf(name)] : []))
  return { code, output, errors, failed: named('fail'), passed: named('pass') }
}

/** TAP names a failed file by its path. */
const nameOf = (name: string): string => name.replace(`${folder}/`, '')

const guarded = ['--require', '@agentguard/core/node-test', '--test', '--test-reporter=tap']
const majors = ([22, 24, 26] as const).filter((major) => findNode(major) !== undefined)

describe.each(majors)('node --test on Node %i', (major) => {
  const runGuarded = (...args: readonly string[]): Promise<Ended> => run(major, [...guarded, ...args])

  test('without the guard, every test passes and the far server is reached', async () => {
    arrivals.count = 0
    const { failed } = await run(major, ['--test', '--test-reporter=tap', 'reaches.test.mjs', 'commonjs.test.cjs'])

    expect(failed).toEqual([])
    expect(arrivals.count).toBeGreaterThanOrEqual(9)
  })

  test('each test that reaches out fails, nothing else does, and nothing arrives', async () => {
    arrivals.count = 0
    const { failed, passed, code, errors } = await runGuarded('reaches.test.mjs', 'commonjs.test.cjs')

    expect(failed).toEqual([
      'is CommonJS',
      'awaits',
      'returns a lazy thenable',
      'takes done',
      'starts it and returns',
      'has a subtest > that reaches out',
      'has a subtest',
      'cleans up',
      'suite > has a hook that reaches out',
      'suite',
      'tests at once > one',
      'tests at once',
    ])
    expect(passed.toSorted()).toEqual([
      'has a subtest > that does not',
      'stays at home',
      'suite > has one that does not',
      'tests at once > another',
    ])
    expect(code).toBe(1)
    expect(errors).toMatch(
      /^\nEgress {2}1 destination blocked\n\n {2}✗ localhost:\d+ {3}9 attempts by 9 tests in 2 files\n/,
    )
    expect(arrivals.count).toBe(0)
  })

  test('the failure says what was blocked, in which test, from where, and how to allow it', async () => {
    const { output } = await runGuarded('commonjs.test.cjs')

    expect(output.replaceAll(/(?:127\.0\.0\.1|localhost):\d+/g, 'FAR').replaceAll(`${folder}/`, '')).toContain(`
  error: |-
    Egress blocked: connect FAR
      test    is CommonJS
      from    reach.cjs:5:26
      reason  a loopback address where no server of the tests listens
      allow   // @agentguard allow=localhost   (at the top of the file)
`)
    expect(output).not.toContain('violations:')
  })

  test('a docblock, allowEgress and own servers let through what they name', async () => {
    arrivals.count = 0
    const { failed } = await runGuarded('allowed.test.mjs', 'widened.test.mjs', 'own.test.mjs')

    expect(failed).toEqual(['is not widened'])
    expect(arrivals.count).toBe(2)
  })

  test.each([
    ['what its import does', 'import.test.mjs', /while importing the file/],
    ['what a hook of the file does', 'hook.test.mjs', /in beforeAll/],
    ['what comes after the end of a test', 'late.test.mjs', /test +leaves a timer behind +\(late: \d+ ms/],
    ['what a todo does, whose failure counts for nothing', 'todo.test.mjs', /test +is to be done/],
  ])('a file fails for %s', async (_, file, evidence) => {
    const { failed, code, output } = await runGuarded(file)

    expect(failed).toEqual([file])
    expect(output).toMatch(evidence)
    expect(code).toBe(1)
  })

  test('a test that fails by itself keeps its error, and the file reports what it reached', async () => {
    const { failed, output } = await runGuarded('both.test.mjs')

    expect(failed).toEqual(['fails by itself', 'both.test.mjs'])
    expect(output).toMatch(/error: 'its own'[\s\S]*Egress blocked: connect 127/)
  })

  test('a test that ends the process fails the run', async () => {
    const { code, output } = await runGuarded('exits.test.mjs')

    expect(output).toContain('Egress blocked: connect 127')
    expect(code).toBe(1)
  })

  test('children and threads of a test belong to it, and are not test files', async () => {
    arrivals.count = 0
    const { failed } = await runGuarded('child.test.mjs', 'worker.test.mjs')

    expect(failed).toEqual(['forks', 'starts a thread'])
    expect(arrivals.count).toBe(0)
  })

  test('one file by itself fails too', async () => {
    const { code, failed } = await run(major, [...guarded.filter((flag) => flag !== '--test'), 'hook.test.mjs'])

    expect([failed, code]).toEqual([['hook.test.mjs'], 1])
  })

  test('--import guards the files too', async () => {
    const { code, failed } = await run(major, ['--import', ...guarded.slice(1), 'commonjs.test.cjs'])

    expect([failed, code]).toEqual([['is CommonJS'], 1])
  })

  test('agentguard run around it leaves the verdict to the tests', async () => {
    const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')
    const { failed } = await run(major, [bin, 'run', '--', 'node', ...guarded, 'commonjs.test.cjs'])

    expect(failed).toEqual(['is CommonJS'])
  })

  test('a mistake in a docblock fails the file, with its line and the fix', async () => {
    const { code, output } = await runGuarded('mistake.test.mjs')

    expect(output).toMatch(/mistake\.test\.mjs:2.*alow[\s\S]*allow/)
    expect(code).toBe(1)
  })

  test('files in one process are refused, with the flag to remove', async () => {
    const flag = major === 22 ? '--experimental-test-isolation=none' : '--test-isolation=none'
    const { code, errors } = await runGuarded(flag, 'commonjs.test.cjs')

    expect(errors).toContain(`agentguard: ${flag}: all test files share a process`)
    expect(code).toBe(1)
  })
})
