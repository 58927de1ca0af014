import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { afterAll, describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-runners-own-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const url = `http://127.0.0.1:${far.ports.http}/`
const path = `${folder}:${process.env['PATH']}`
const bin = join(import.meta.dirname, '../../dist/agentguard.js')
const esbuild = join(import.meta.dirname, '../../../bench/node_modules/esbuild')

/** Installs a package with this one file; returns the path by which a script requires it. */
function installed(name: string, text: string): string {
  const directory = join(folder, 'node_modules', name)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'index.js'), text)
  return `require(${JSON.stringify(directory)})`
}

const starts = `module.exports = (...args) => require('node:child_process').spawn(...args).on('error', () => {})`
const tools = ['@jest/core', 'cross-spawn', 'esbuild', 'execa', 'fb-watchman', 'jest-worker', 'tinyexec', 'vitest']
/** A program that the frames of one tool alone start. */
const fetcherOf = (tool: string): string => `fetch-by-${tool.replace('/', '-')}`
for (const name of ['watchman', 'hg', ...tools.map(fetcherOf)]) {
  writeFileSync(join(folder, name), `#!/bin/sh\nexec curl -s ${url}\n`, { mode: 0o755 })
}

const places = {
  'a child': async (script: string) => {
    const { violations } = await observeEgress(() => {
      const child = spawn(process.execPath, ['-e', script], { cwd: folder, env: { PATH: path }, stdio: 'ignore' })
      return once(child, 'close')
    })
    return violations.map(({ program }) => program?.file)
  },
  'a worker': async (script: string) => {
    const { violations } = await observeEgress(() =>
      once(new Worker(script, { eval: true, env: { PATH: path } }), 'exit'),
    )
    return violations.map(({ program }) => program?.file)
  },
  'agentguard run': (script: string) => run(script),
  'a worker of a runner under agentguard run': (script: string) => run(script, { JEST_WORKER_ID: '1' }),
  'a thread under agentguard run': (script: string) =>
    run(`new (require('node:worker_threads').Worker)(${JSON.stringify(script)}, { eval: true })`),
}

async function run(script: string, env: NodeJS.ProcessEnv = {}): Promise<readonly unknown[]> {
  const args = [bin, 'run', '--', process.execPath, '-e', script]
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: path, ...env } })
  const [, stderr] = await Promise.all([child.stdout, child.stderr].map(readText))
  return [...(stderr ?? '').matchAll(/^Egress blocked: start of (\S+)/gm)].map(([, program]) => program)
}

describe.each(Object.entries(places))('in %s', (_, blockedIn) => {
  test('a program does not start because only frames of a tool are on the stack', async () => {
    const lines = tools.map((tool) => `setTimeout(${installed(tool, starts)}, 0, '${fetcherOf(tool)}')`)
    const blocked = await blockedIn(lines.join('\n'))

    expect(await far.take()).toEqual([])
    expect(new Set(blocked)).toEqual(new Set(tools.map(fetcherOf)))
  })

  test('a build tool that a test calls is judged', async () => {
    const blocked = await blockedIn(`setTimeout(require(${JSON.stringify(esbuild)}).transformSync, 0, 'let a')`)

    expect(blocked).toEqual([expect.stringContaining('esbuild')])
  })
})

describe('a program of the runner itself', () => {
  const watchman = `setTimeout(${installed('jest-haste-map', starts)}, 0, 'watchman', ['--version'])`

  test('starts in the process that agentguard run started', async () => {
    expect(await run(watchman)).toEqual([])
    expect(await far.take()).toContain('http GET /')
  })

  test.each(Object.keys(places).filter((place) => place !== 'agentguard run') as (keyof typeof places)[])(
    'does not start in %s',
    async (place) => {
      expect(await places[place](watchman)).toEqual(['watchman'])
      expect(await far.take()).toEqual([])
    },
  )

  test.each([
    ['another program', 'jest-haste-map', 'curl', ['-s', url]],
    ['other arguments', 'jest-haste-map', 'watchman', ['trigger']],
    ['an action of find', 'jest-haste-map', 'find', ['.', '-maxdepth', '0', '-exec', 'curl', '-s', url, ';']],
    ['the program of another package', 'jest-haste-map', 'hg', ['root']],
    ['another file of that name', 'jest-haste-map', './watchman', ['--version']],
  ])('does not start as %s', async (_, name, file, args) => {
    const script = `setTimeout(${installed(name, starts)}, 0, '${file}', ${JSON.stringify(args)})`

    expect(await run(script)).toEqual([file])
    expect(await far.take()).toEqual([])
  })

  test('is the service of a build tool, where the runner calls it', async () => {
    const vite = installed(
      'vite',
      `module.exports = () => require(${JSON.stringify(esbuild)}).transform('let a').then(() => process.exit())`,
    )

    expect(await run(`setTimeout(${vite})`)).toEqual([])
  })
})
