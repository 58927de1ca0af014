import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type CommentServer, startCommentServer } from './comment-server.ts'
import { createReader, type Reader } from './docs/reader.ts'
import { type ActionRun, readAction, runAction } from './docs/run-action.ts'

const bin = join(import.meta.dirname, '../../core/dist/agentguard.js')

function openReader(files: Readonly<Record<string, string>> = {}): Reader {
  const reader = createReader('vitest')
  onTestFinished(() => reader.leave())
  for (const [file, text] of Object.entries(files)) reader.write(file, text)
  return reader
}

const project = {
  'vitest.config.js': `
    import { agentguard } from '@agentguard/vitest'
    import { defineConfig } from 'vitest/config'
    export default defineConfig({
      plugins: [agentguard({ report: { json: true } })],
      test: { globalSetup: 'setup.js' },
    })`,
  'setup.js': `
    import { connect } from 'node:net'
    export const setup = () => new Promise((resolve) => connect(443, '192.0.2.7').on('error', () => resolve()))`,
  'test/tool.test.js': `
    import { test } from 'vitest'
    test('reaches out', async () => { await fetch('https://telemetry.example/v1').catch(() => {}) })`,
}

test('the action runs the command, annotates and sums up once what its tests and the rest reached, and uploads both', async () => {
  const reader = openReader(project)
  const { code, text, summary, uploaded } = await runAction({
    ...reader,
    inputs: { command: 'vitest run test/tool', cli: 'agentguard' },
  })

  expect(code, text).toBe(1)
  for (const destination of ['telemetry.example:443', '192.0.2.7:443']) {
    const escaped = destination.replace(':', '%3A')
    expect(text.split(`title=Egress blocked%3A ${escaped}`).length - 1, destination).toBe(1)
    expect(summary.split(`| \`${destination}\``).length - 1, summary).toBe(1)
  }
  expect(uploaded).toHaveLength(1)
  expect(JSON.stringify(uploaded)).toMatch(
    /192\.0\.2\.7:443.*telemetry\.example:443|telemetry\.example:443.*192\.0\.2\.7:443/,
  )
})

test('the action passes on options, and is green where nothing is blocked', async () => {
  const { 'test/tool.test.js': _, ...files } = project
  const reader = openReader({
    ...files,
    'test/tool.test.js': `// @agentguard allow=telemetry.example\n${project['test/tool.test.js']}`,
  })
  const inputs = { command: 'vitest run "test/tool"', options: '--allow 192.0.2.7', cli: 'agentguard' }
  const { code, text, uploaded } = await runAction({ ...reader, inputs })

  expect(code, text).toBe(0)
  expect(text).not.toContain('::error')
  expect(uploaded).toMatchObject([{ runs: [{ results: [] }] }])
})

test('the action takes agentguard from the project, and returns the exit code of a command that fails', async () => {
  const reader = openReader({ 'node_modules/.bin/agentguard': `#!/bin/sh\nexec node '${bin}' "$@"\n` })
  spawnSync('chmod', ['+x', join(reader.folder, 'node_modules/.bin/agentguard')])
  const { code, text, uploaded } = await runAction({
    ...reader,
    inputs: { command: 'echo started\nfalse\necho ended' },
  })

  expect(code).toBe(1)
  expect(text).toContain('started')
  expect(text).not.toContain('ended')
  expect(uploaded).toHaveLength(1)
})

test('the action isolates the command on request', async (context) => {
  const inputs = { command: 'readlink /proc/self/ns/net', isolate: 'true', cli: 'agentguard' }
  const { code, text } = await runAction({ ...openReader(), inputs })
  if (text.includes('agentguard run --isolate: ')) context.skip('This system gives no network namespace.')

  expect(code, text).toBe(0)
  expect(text).toMatch(/^net:\[\d+\]$/m)
  expect(text).not.toContain(readlinkSync('/proc/self/ns/net'))
})

test.each([
  [{ command: ' ' }, "the input 'command' is empty. Write what runs the tests, such as npm test."],
  [{ isolate: 'yes' }, "the input 'isolate' is 'yes'. Write true or false."],
  [{ sarif: '' }, "the input 'sarif' is ''. Write true or false."],
  [{ comment: 'never' }, "the input 'comment' is 'never'. Write true or false."],
  [{ 'working-directory': 'nowhere' }, "the input 'working-directory' names no folder: 'nowhere'."],
  [{ cli: 'no-such-program' }, "'no-such-program' does not run in '.'. Install agentguard in a step before this one"],
])('the action says what is wrong with %j, and runs nothing', async (inputs, message) => {
  const { code, text, uploaded } = await runAction({
    ...openReader(),
    inputs: { command: 'echo started', cli: 'agentguard', ...inputs },
  })

  expect(code).toBe(1)
  expect(text).toContain(`::error title=agentguard::${message}`)
  expect(text).not.toContain('started')
  expect(uploaded).toEqual([])
})

test('the action names an option that agentguard run does not have', async () => {
  const inputs = { command: 'echo started', options: '--isolated', cli: 'agentguard' }
  const { code, text } = await runAction({ ...openReader(), inputs })

  expect(code).toBe(1)
  expect(text).toContain("unknown option '--isolated'")
})

const lockOf = (...hosts: readonly string[]): string => {
  const entries = hosts.map((host) => `"${host}:443": { "rules": ["${host}"], "packages": ["axios"] }`)
  return `{ "lockfileVersion": 1, "files": { "test/a.test.js": { ${entries.join(', ')} } } }`
}

test('the action comments on the change of the lock once, and updates its comment', async () => {
  const server = await startCommentServer()
  const reader = openReader()
  const run = pullRequest(reader, server)
  const first = await run(lockOf('a.example'), lockOf('a.example', 'b.example'))
  const posted = server.takeRequests()
  const second = await run(lockOf('a.example'), lockOf('a.example', 'c.example'))
  const updated = server.takeRequests()
  const third = await run(lockOf('a.example'), lockOf('a.example'))

  expect([first.code, second.code, third.code], first.text).toEqual([0, 0, 0])
  expect(posted).toEqual(['GET 1', 'GET 2', 'POST'])
  expect(updated).toEqual(['GET 1', 'GET 2', 'PATCH'])
  expect(server.comments.slice(-1)).toMatchObject([{ body: expect.stringContaining('no longer changes') }])
  expect(server.bodies[0]).toContain('### Egress lock: 1 new destination')
  expect(server.bodies[0]).toContain('| `b.example:443` | `axios` | `b.example` | `test/a.test.js` |')
  expect(server.bodies[1]).toContain('`c.example:443`')
  expect(server.bodies).toHaveLength(3)
})

test('the action comments on a first lock, and not where the lock stays unchanged', async () => {
  const server = await startCommentServer()
  const run = pullRequest(openReader(), server)
  const same = await run(lockOf('a.example'), lockOf('a.example'))
  const without = await run(undefined, undefined)
  expect([same.code, without.code], without.text).toEqual([0, 0])
  expect(server.bodies).toEqual([])

  const first = await run(undefined, lockOf('a.example'))
  expect(first.code).toBe(0)
  expect(server.bodies).toEqual([expect.stringContaining('1 new destination')])
})

test('the action keeps the outcome of the tests where GitHub refuses the comment', async () => {
  const server = await startCommentServer()
  server.refuse()
  const { code, text } = await pullRequest(openReader(), server)(undefined, lockOf('a.example'))

  expect(code).toBe(0)
  expect(text).toContain('could not be written (POST 403)')
  expect(text).toContain("Give the job the permission 'pull-requests: write'")
  expect(server.comments).toHaveLength(server.others)
})

test('the inputs of the action are those that the page lists, with their defaults', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/reports.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([\w-]+)` +\| (?:`(.*?)`)? *\|/gm)].map(([, name, usual = '']) => [name, usual])
  const inputs = Object.entries(readAction().inputs).map(([name, { default: usual = '' }]) => [name, usual])

  expect(rows).toEqual(inputs.map(([name = '', usual = '']) => [name, usual.replace(/^\$\{\{ (.*) \}\}$/, '$1')]))
})

/** Runs the action in a checkout of a pull request, one commit deep, as actions/checkout makes it. */
function pullRequest({ folder, env }: Reader, server: CommentServer) {
  const origin = mkdtempSync(join(tmpdir(), 'agentguard-origin-'))
  onTestFinished(() => rmSync(origin, { recursive: true, force: true }))
  git(origin, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'init', '--quiet')
  git(folder, 'remote', 'add', 'origin', pathToFileURL(origin).href)
  return async (before: string | undefined, after: string | undefined): Promise<ActionRun> => {
    const base = commit(origin, before)
    const head = commit(origin, after, base)
    git(origin, 'update-ref', 'refs/pull/7/merge', head)
    git(folder, 'fetch', '--quiet', '--depth=1', 'origin', 'refs/pull/7/merge')
    git(folder, 'reset', '--quiet', 'FETCH_HEAD')
    writeLock(folder, after)
    return await runAction({
      folder,
      env: { ...env, GITHUB_API_URL: server.url },
      inputs: { command: 'true', cli: 'agentguard' },
      event: {
        name: 'pull_request',
        sha: head,
        payload: { pull_request: { number: 7, head: { repo: { fork: false } } } },
      },
    })
  }
}

function commit(folder: string, lock: string | undefined, ...parents: readonly string[]): string {
  writeLock(folder, lock)
  git(folder, 'add', '--all')
  const tree = git(folder, 'write-tree')
  return git(folder, 'commit-tree', tree, '-m', 'lock', ...parents.flatMap((parent) => ['-p', parent]))
}

function writeLock(folder: string, lock: string | undefined): void {
  const path = join(folder, 'egress.lock.json')
  mkdirSync(dirname(path), { recursive: true })
  if (lock === undefined) rmSync(path, { force: true })
  else writeFileSync(path, lock)
}

function git(folder: string, ...args: readonly string[]): string {
  const who = ['user.name=a', 'user.email=a@example.com', 'commit.gpgsign=false'].flatMap((pair) => ['-c', pair])
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}
