import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isPastPreload } from '../../src/guard/programs/node-flags.ts'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-node-flags-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The flags of Node 22, 24 and 26 that leave the preload the first code to run, as reviewed. */
const reviewed: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, 'node-flags.txt'), 'utf8')
    .trim()
    .split(/\s+/),
)

/** Every flag that this Node lists. */
function flags(): readonly string[] {
  const options = { encoding: 'utf8', env: {} } as const
  const [help = ''] = execFileSync(process.execPath, ['--help'], options).split('\nEnvironment variables')
  const inHelp = [...help.matchAll(/^ {2}(-.*?)(?: {2}|$)/gm)].flatMap(([, names = '']) => names.split(/, /))
  return [...inHelp, ...process.allowedNodeEnvironmentFlags].map((flag) => flag.trim().replace(/(?:=|\[=| ).*/s, ''))
}

test('each flag of this Node is reviewed: it lets the preload run first, or it does not', () => {
  expect(flags().filter((flag) => !isPastPreload(flag) && !reviewed.has(flag))).toEqual([])
  expect([...reviewed].filter(isPastPreload)).toEqual([])
})

const curl = `require('node:child_process').spawnSync('curl', ['-s', 'http://127.0.0.1:${far.ports.http}/'])`
const entry = join(folder, 'entry.cjs')
writeFileSync(entry, curl)
const write = (name: string, content: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(content))
  return name
}
write('package.json', { scripts: { reach: `curl -s http://127.0.0.1:${far.ports.http}/` } })
write('node.config.json', { nodeOptions: { 'openssl-config': join(folder, 'openssl.cnf') } })
writeFileSync(join(folder, 'openssl.cnf'), '')
const sea = write('sea.json', { main: entry, output: 'x.blob', useSnapshot: true })

test.each<[string, readonly string[], NodeJS.ProcessEnv?]>([
  ['a snapshot', ['--snapshot-blob', 'x.blob', '--build-snapshot', entry]],
  ['a snapshot, with underscores', ['--snapshot_blob=x.blob', '--build_snapshot', entry]],
  ['a snapshot by its configuration', ['--build-snapshot-config', write('snapshot.json', { builder: entry })]],
  ['a single executable', ['--experimental-sea-config', sea]],
  ['a single executable, built at once', ['--build-sea', sea]],
  ['a package script', ['--run', 'reach']],
  ['a package script behind a flag with a value', ['-r', 'node:fs', '--run', 'reach']],
  ['a configuration of OpenSSL', ['--openssl-config=openssl.cnf', '-p', '1']],
  ['a configuration of OpenSSL in NODE_OPTIONS', ['-p', '1'], { NODE_OPTIONS: '--openssl-config=openssl.cnf' }],
  ['a file of options', ['--experimental-config-file=node.config.json', '-p', '1']],
  ['the default file of options', ['--experimental-default-config-file', '-p', '1']],
])('a Node that runs %s is refused', async (_, args, env = {}) => {
  const { violations } = await observeEgress(() =>
    spawnSync(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'], ...env } }),
  )

  expect(await far.take()).toEqual([])
  expect(violations).toMatchObject([{ reason: 'program-not-allowed', program: { foreign: [process.execPath] } }])
})

test('NODE_OPTIONS in a file of variables do not replace the preload', async () => {
  const reach = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {})`
  writeFileSync(join(folder, 'x.env'), 'NODE_OPTIONS=--no-warnings\n')

  const { violations } = await observeEgress(() =>
    spawnSync(process.execPath, ['--env-file=x.env', '-e', reach], { cwd: folder, env: {} }),
  )

  expect(await far.take()).toEqual([])
  expect(violations).toMatchObject([{ channel: 'tcp', port: far.ports.tcp }])
})
