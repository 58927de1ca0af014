import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../page/test/browser/find-chromium.ts'
import { type ForeignProgram, isInstalled, programs } from './foreign/programs.ts'
import { type ManyServer, startManyServer } from './foreign/many-server.ts'
import { mayUse, type Result, runAs, type Step, users } from './foreign/users.ts'

const there = programs.filter(({ needs }) => needs.every(isInstalled))
for (const { name, needs } of programs) {
  const missing = needs.filter((need) => !isInstalled(need))
  if (missing.length > 0)
    console.warn(`Not tested: ${name} behind the gateway, since ${missing.join(' and ')} cannot be found`)
}

/** A shell that ends so, and has been behind the gateway for something. */
const shell = (end: string): Step => ({ file: 'sh', args: ['-c', `curl --version > /dev/null; ${end}`], allow: [] })

let server: ManyServer
beforeAll(async () => {
  server = await startManyServer()
})
afterAll(() => server.stop())

describe.each(users)('behind the gateway, as %s', (user) => {
  const elsewhere = ['203.0.113.9', '2001:db8::9', 'api.example.com', '127.0.0.1', '::1']
  const here = ['127.0.0.1', '::1', 'localhost']
  const byProgram = new Map<string, readonly Result[]>()
  // All in one process, which has one gateway.
  beforeAll(async () => {
    const { port } = server
    const stepsOf = ({ file, to }: ForeignProgram): readonly Step[] => [
      ...elsewhere.map((host) => ({ file, args: to(host, port), allow: [] })),
      ...here.map((host) => ({ file, args: to(host, port), allow: [`localhost:${port}`] })),
    ]
    const ends = ['exit 41', 'kill -TERM $$', 'kill -KILL $$'].map(shell)
    const input = { steps: [...there.flatMap(stepsOf), ...ends], count: `http://127.0.0.1:${port}/arrivals` }
    const results = [...(await runAs<readonly Result[]>(user, 'drive.mjs', input))]
    for (const { name } of there) byProgram.set(name, results.splice(0, elsewhere.length + here.length))
    byProgram.set('ends', results)
  })

  test.each(there)(
    '$name reaches what is allowed, and nothing else',
    ({ name, refused, unknown = refused, answered }) => {
      const { port } = server
      const results = byProgram.get(name) ?? []
      const [blocked, allowed] = [results.slice(0, elsewhere.length), results.slice(elsewhere.length)]

      expect(blocked.map(({ tried }) => tried)).toEqual(
        elsewhere.map((host) => [host === 'api.example.com' ? host : `${host} ${port}`]),
      )
      expect(blocked.map(({ status, arrivals }) => [status, arrivals])).toEqual(
        elsewhere.map((host) => [host === 'api.example.com' ? unknown : refused, 0]),
      )
      expect(allowed.map(({ tried }) => tried)).toEqual(here.map(() => []))
      expect(allowed.map(({ status, arrivals }) => [status, arrivals])).toEqual(
        here.map(() => [answered.status, answered.arrivals ?? 1]),
      )
      for (const { text } of allowed) expect(text).toMatch(answered.text)
    },
  )

  test('thirty programs that one program starts are refused at once, while another never ends', async () => {
    const curls = 'for port in $(seq 30); do curl -s http://203.0.113.5:$port/ & waits="$waits $!"; done; wait $waits'
    const text = `sleep 1000 & endless=$!; ${curls}; kill -0 $endless && kill $endless && echo ran`
    const step = { file: 'sh', args: ['-c', text], allow: [] }
    const count = `http://127.0.0.1:${server.port}/arrivals`
    const [result] = await runAs<readonly Result[]>(user, 'drive.mjs', { steps: [step], count })

    expect(result).toMatchObject({ text: 'ran\n', arrivals: 0 })
    expect(result?.tried.toSorted()).toEqual(Array.from({ length: 30 }, (_, at) => `203.0.113.5 ${at + 1}`).toSorted())
  })

  test('exit codes and signals stay as they are', () => {
    const results = byProgram.get('ends') ?? []

    expect(results.map(({ status, signal }) => status ?? signal)).toEqual([41, 'SIGTERM', 'SIGKILL'])
    expect(results.flatMap(({ tried }) => tried)).toEqual([])
  })
})

const chromium = findChromium()
if (chromium === undefined) console.warn('Not tested: Chromium behind the gateway, since there is none')

test.each(users.filter((user) => chromium !== undefined && mayUse(user, chromium)))(
  'Chromium, driven by Playwright, reaches what is allowed, as %s',
  async (user) => {
    const { port } = server
    const playwright = createRequire(join(import.meta.dirname, '../../page/package.json')).resolve('playwright-core')
    const pages = [
      `http://127.0.0.1:${port}/`,
      `http://[::1]:${port}/`,
      'http://203.0.113.9/',
      'http://api.example.com/',
    ]
    const input = { playwright, executablePath: chromium, pages, allow: `localhost:${port}` }
    const { seen, tried } = await runAs<{ seen: unknown; tried: unknown }>(user, 'browse.mjs', input)

    expect(seen).toEqual(['reached', 'reached', 'net::ERR_CONNECTION_ABORTED', 'net::ERR_NAME_NOT_RESOLVED'])
    // Chromium tries names of its own, too.
    expect(tried).toEqual(expect.arrayContaining(['203.0.113.9 80', 'api.example.com']))
  },
)
