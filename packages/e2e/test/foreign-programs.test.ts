import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../page/test/browser/find-chromium.ts'
import { type ForeignProgram, isInstalled, programs } from './foreign/programs.ts'
import { type ManyServer, startManyServer } from './foreign/many-server.ts'

const core = join(import.meta.dirname, '../../core/dist/index.js')
const fixture = (name: string): string => join(import.meta.dirname, '../fixtures/foreign', name)
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
const ways: Readonly<Record<string, readonly string[]>> =
  process.getuid?.() === 0 ? { root: [], 'an ordinary user': asNobody } : { 'an ordinary user': [] }

/** Starts Node as a user; the environment is nobody's in particular. */
const start = (user: string, args: readonly string[]) => {
  const [file = '', ...rest] = [...(ways[user] ?? []), process.execPath, ...args]
  return [file, rest, { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nowhere', TMPDIR: '/tmp' }] as const
}
const users = Object.keys(ways).filter((user) => {
  const [file, args, env] = start(user, [join(core, '../agentguard.js'), 'doctor'])
  const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', env, cwd: '/' })
  const works = stdout.includes('isolate  works')
  if (!works) console.warn(`Not tested: programs of ${user} behind the gateway (${`${stdout}${stderr}`.trim()})`)
  return works
})

const there = programs.filter(({ needs }) => needs.every(isInstalled))
for (const { name, needs } of programs) {
  const missing = needs.filter((need) => !isInstalled(need))
  if (missing.length > 0)
    console.warn(`Not tested: ${name} behind the gateway, since ${missing.join(' and ')} cannot be found`)
}

interface Result {
  readonly status: number | null
  readonly signal: string | null
  readonly text: string
  readonly tried: readonly string[]
  readonly arrivals: number
}

/** A shell that ends so, and has been behind the gateway for something. */
const shell = (end: string): object => ({ file: 'sh', args: ['-c', `curl --version > /dev/null; ${end}`], allow: [] })

let server: ManyServer
beforeAll(async () => {
  server = await startManyServer()
})
afterAll(() => server.stop())

async function run<T>(user: string, name: string, input: object): Promise<T> {
  const [file, args, env] = start(user, [fixture(name), JSON.stringify({ core, ...input })])
  const child = spawn(file, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed] = await Promise.all([readText(child.stdout), once(child, 'close')])
  // Each fixture prints what its caller names.
  return JSON.parse(printed) as T
}

describe.each(users)('behind the gateway, as %s', (user) => {
  const elsewhere = ['203.0.113.9', '2001:db8::9', 'api.example.com', '127.0.0.1', '::1']
  const here = ['127.0.0.1', '::1', 'localhost']
  const byProgram = new Map<string, readonly Result[]>()
  // All in one process, which has one gateway.
  beforeAll(async () => {
    const { port } = server
    const stepsOf = ({ file, to }: ForeignProgram): readonly object[] => [
      ...elsewhere.map((host) => ({ file, args: to(host, port), allow: [] })),
      ...here.map((host) => ({ file, args: to(host, port), allow: [`localhost:${port}`] })),
    ]
    const ends = ['exit 41', 'kill -TERM $$', 'kill -KILL $$'].map(shell)
    const input = { steps: [...there.flatMap(stepsOf), ...ends], count: `http://127.0.0.1:${port}/arrivals` }
    const results = [...(await run<readonly Result[]>(user, 'drive.mjs', input))]
    for (const { name } of there) byProgram.set(name, results.splice(0, elsewhere.length + here.length))
    byProgram.set('ends', results)
  })

  test.each(there)('$name reaches what is allowed, and nothing else', ({ name, refused, answered }) => {
    const { port } = server
    const results = byProgram.get(name) ?? []
    const [blocked, allowed] = [results.slice(0, elsewhere.length), results.slice(elsewhere.length)]

    expect(blocked.map(({ tried }) => tried)).toEqual(
      elsewhere.map((host) => [host === 'api.example.com' ? host : `${host} ${port}`]),
    )
    expect(blocked.map(({ status, arrivals }) => [status, arrivals])).toEqual(elsewhere.map(() => [refused, 0]))
    expect(allowed.map(({ tried }) => tried)).toEqual(here.map(() => []))
    expect(allowed.map(({ status, arrivals }) => [status, arrivals])).toEqual(here.map(() => [answered.status, 1]))
    for (const { text } of allowed) expect(text).toMatch(answered.text)
  })

  test('exit codes and signals stay as they are', () => {
    const results = byProgram.get('ends') ?? []

    expect(results.map(({ status, signal }) => status ?? signal)).toEqual([41, 'SIGTERM', 'SIGKILL'])
    expect(results.flatMap(({ tried }) => tried)).toEqual([])
  })
})

const chromium = findChromium()
if (chromium === undefined) console.warn('Not tested: Chromium behind the gateway, since there is none')

test.skipIf(chromium === undefined || users.length === 0)(
  'Chromium, driven by Playwright, reaches what is allowed',
  async () => {
    const { port } = server
    const playwright = createRequire(join(import.meta.dirname, '../../page/package.json')).resolve('playwright-core')
    const pages = [
      `http://127.0.0.1:${port}/`,
      `http://[::1]:${port}/`,
      'http://203.0.113.9/',
      'http://api.example.com/',
    ]
    const input = { playwright, executablePath: chromium, pages, allow: `localhost:${port}` }
    const { seen, tried } = await run<{ seen: unknown; tried: unknown }>(users[0] ?? '', 'browse.mjs', input)

    expect(seen).toEqual(['reached', 'reached', 'net::ERR_CONNECTION_ABORTED', 'net::ERR_NAME_NOT_RESOLVED'])
    // Chromium tries names of its own, too.
    expect(tried).toEqual(expect.arrayContaining(['203.0.113.9 80', 'api.example.com']))
  },
)
