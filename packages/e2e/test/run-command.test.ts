import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { destinationsIn, jestMajors, modes, runJest } from './jest/run-jest.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')
const within = (...flags: readonly string[]): string[] => [bin, 'run', ...flags, '--', process.execPath]

const body = `
  test('reaches out in silence', () => { require('node:net').connect(443, '192.0.2.1').on('error', () => {}) })
  test('stays at home', () => {})`
const inVitest = `import { createRequire } from 'node:module'
  import { test } from 'vitest'
  const require = createRequire(import.meta.url)
  ${body}`

const folder = mkdtempSync(join(tmpdir(), 'agentguard-run-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(jestMajors)('agentguard run around Jest %s', (major) => {
  const files = { 'a.test.js': body }

  test.each(['in band', 'in workers'] as const)('sees the tests and not the runner: %s', async (mode) => {
    const { code, text, tests } = await runJest({
      major,
      files,
      args: [...modes[mode], '--no-cache'],
      nodeArgs: within(),
      config: { testEnvironment: 'node' },
    })

    expect(Object.values(tests).map(({ status }) => status)).toEqual(['passed', 'passed'])
    expect(destinationsIn(text)).toEqual(['192.0.2.1:443'])
    expect(text).toMatch(/scope {2}agentguard run\n {2}from {3}\S*a\.test\.js:2:\d+\n {2}in {5}child process/)
    expect(code).toBe(1)
  })

  test('lets through what its flags allow', async () => {
    const { code, text } = await runJest({
      major,
      files,
      args: modes['in band'],
      nodeArgs: within('--allow', '192.0.2.1'),
      config: { testEnvironment: 'node' },
    })

    expect(destinationsIn(text)).toEqual([])
    expect(code).toBe(0)
  })

  test('leaves tests to the environment, except for what the run denies', async () => {
    const config = { testEnvironmentOptions: { allow: ['192.0.2.1'] } }
    const run = async (...flags: readonly string[]) =>
      runJest({ major, files, args: modes['in band'], nodeArgs: within(...flags), config })

    const [plain, denied] = [await run(), await run('--deny', '192.0.2.0/24')]

    expect([plain.code, denied.code]).toEqual([0, 1])
    expect(denied.tests['a.test.js: reaches out in silence']?.blocked).toEqual(['192.0.2.1:443'])
    expect(destinationsIn(denied.text)).toEqual(['192.0.2.1:443'])
  })
})

describe.each(vitestMajors)('agentguard run around Vitest %s', (major) => {
  test.each(['forks', 'threads'])('sees the tests and not the runner: %s', async (pool) => {
    const { code, text, tests } = await runVitest({
      major,
      files: { 'tests/run.test.ts': inVitest, 'plain.config.mjs': 'export default {}' },
      args: ['--config=plain.config.mjs', `--pool=${pool}`, 'run.test.ts'],
      nodeArgs: within(),
    })

    expect(Object.values(tests).map(({ state }) => state)).toEqual(['passed', 'passed'])
    expect(destinationsIn(text)).toEqual(['192.0.2.1:443'])
    expect(text).toMatch(
      /scope {2}agentguard run\n {2}from {3}\S*run\.test\.ts:5:\d+\n {2}in {5}(?:child process|worker thread)/,
    )
    expect(code).toBe(1)
  })
})

describe('agentguard run around node --test', () => {
  const file = join(folder, 'a.test.cjs')
  writeFileSync(file, `const { test } = require('node:test')\n${body}`)
  const run = (...flags: readonly string[]) => {
    const args = [...within(...flags), '--test', file]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: childEnv })
    return { status, passed: /pass (\d)/.exec(stdout)?.[1], blocked: destinationsIn(stderr), stderr }
  }
  // The runner of Node takes the runner around it as its parent, and reports to it.
  const { NODE_TEST_CONTEXT: _, ...childEnv } = process.env

  test('sees the tests and not the runner', () => {
    expect(run()).toMatchObject({ status: 1, passed: '2', blocked: ['192.0.2.1:443'] })
    expect(run('--allow', '192.0.2.1')).toMatchObject({ status: 0, passed: '2', stderr: '' })
  })

  test('keeps the exit code of tests that fail by themselves', () => {
    writeFileSync(join(folder, 'b.test.cjs'), `require('node:test').test('fails', () => { throw new Error('own') })`)
    const args = [...within(), '--test', join(folder, 'b.test.cjs')]

    expect(spawnSync(process.execPath, args, { encoding: 'utf8', env: childEnv })).toMatchObject({
      status: 1,
      stderr: '',
    })
  })

  test('works in its own namespace, where the kernel gives one', ({ skip }) => {
    const shielded = run('--isolate')
    if (shielded.stderr.includes('Nothing was run.')) skip(shielded.stderr)

    expect(shielded).toMatchObject({ status: 1, passed: '2', blocked: ['192.0.2.1:443'] })
  })
})

test('a program that a runner starts for itself runs, and one that its tests start is judged', async () => {
  const installed = join(folder, 'node_modules/jest-haste-map')
  const socket = join(folder, 'watchman.sock')
  mkdirSync(installed, { recursive: true })
  writeFileSync(join(folder, 'watchman'), '#!/bin/sh\necho watching\n', { mode: 0o755 })
  const crawl = `module.exports = () => {
    process.stdout.write(require('node:child_process').execFileSync('watchman', ['--version']))
    require('fb-watchman')('${socket}').on('data', (text) => process.stdout.write(text))
  }`
  const client = join(folder, 'node_modules/fb-watchman')
  mkdirSync(client)
  writeFileSync(join(client, 'index.js'), `module.exports = (path) => require('node:net').connect(path)`)
  writeFileSync(join(installed, 'index.js'), crawl)
  const server = createServer((connection) => connection.end('found\n')).listen(socket)
  const run = async (text: string) => {
    const child = spawn(process.execPath, [...within(), '-e', text], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env['PATH']}` },
    })
    const [stdout, stderr] = await Promise.all([child.stdout, child.stderr].map(readText))
    return { stdout, blocked: destinationsIn(stderr ?? '') }
  }

  // A runner is called by its own file; here that is this module.
  const byRunner = await run(`setImmediate(require('jest-haste-map'))`)
  const byTest = await run(`(${crawl.replace('module.exports = ', '')})()`)
  server.close()

  expect(byRunner).toEqual({ stdout: 'watching\nfound\n', blocked: [] })
  expect(byTest).toEqual({ stdout: '', blocked: ['start of watchman --version'] })
})
