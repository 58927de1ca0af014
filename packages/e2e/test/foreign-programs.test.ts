import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../page/test/browser/find-chromium.ts'
import { type ForeignProgram, isInstalled, programs } from './foreign/programs.ts'
import { runInWorld, world } from './foreign/world.ts'
import { mayUse, type Result, type Step, users } from './foreign/users.ts'

const there = programs.filter(({ needs }) => needs.every(isInstalled))
for (const { name, needs } of programs) {
  const missing = needs.filter((need) => !isInstalled(need))
  if (missing.length > 0)
    console.warn(`Not tested: ${name} behind the gateway, since ${missing.join(' and ')} cannot be found`)
}

/** A shell that ends like this, after a program that puts it behind the gateway. */
const shell = (end: string): Step => ({ file: 'sh', args: ['-c', `curl --version > /dev/null; ${end}`], allow: [] })

/** Where programs may not go: the server is at each of them. The name of the last one is allowed, at another port. */
const blocked = ['192.0.2.80', '2001:db8::80', '127.0.0.1', 'other.example', 'service.example']
const allowed = ['192.0.2.80', '2001:db8::80', '::1', 'localhost', 'service.example', 'six.example']
const { port, names } = world
const count = `http://127.0.0.1:${port}/arrivals`

const place = (host: string, at: number): string => `${host.includes(':') ? `[${host}]` : host}:${at}`
const blockedStep = ({ file, to }: ForeignProgram, host: string): Step => {
  const allow = host === 'service.example' ? [place(host, port + 1)] : []
  return { file, args: to(host, port), allow }
}
const allowedStep = ({ file, to }: ForeignProgram, host: string): Step => ({
  file,
  args: to(host, port),
  allow: [place(host, port)],
})

/** The evidence of a refused program. */
const evidenceFor = (host: string, process: unknown): readonly unknown[] => {
  if (host === 'other.example') return [{ process, host }]
  const addresses = names[host] ?? [host]
  return addresses.map((address) => ({ process, host, names: host === address ? [] : [host], address, port }))
}

describe.each(users)('behind the gateway, as %s', (user) => {
  let results: readonly Result[] = []
  let asked: readonly string[] = []
  // All in one process, which has one gateway. What is refused comes first: where another scope may go, it is made first and then reset.
  beforeAll(async () => {
    const refused = there.flatMap((one) => blocked.map((host) => blockedStep(one, host)))
    const made = there.flatMap((one) => allowed.map((host) => allowedStep(one, host)))
    const steps = [...refused, ...made, ...['exit 41', 'kill -TERM $$', 'kill -KILL $$'].map(shell)]
    const ran = await runInWorld<readonly Result[]>(user, 'drive.mjs', { steps, count })
    results = ran.printed
    ;({ asked } = ran)
  }, 300_000)

  test.each(there)('$name is refused what is not allowed, and is recorded', (program) => {
    const { refused, unknown = refused, connects } = program
    const from = there.indexOf(program) * blocked.length
    const found = results.slice(from, from + blocked.length)

    expect(found.map(({ status, arrivals }) => ({ status, arrivals }))).toEqual(
      blocked.map((host) => ({ status: host === 'other.example' ? unknown : refused, arrivals: 0 })),
    )
    for (const [at, { pid, evidence }] of found.entries()) {
      const id = program.file === 'git' ? String.raw`\d+` : pid
      const process = expect.stringMatching(new RegExp(String.raw`^program ${id}: \S*${connects ?? program.file} `))
      expect(evidence).toHaveLength(evidenceFor(blocked[at] ?? '', process).length)
      expect(evidence).toEqual(expect.arrayContaining([...evidenceFor(blocked[at] ?? '', process)]))
    }
  })

  test.each(there)('$name reaches what is allowed', (program) => {
    const { answered } = program
    const from = there.length * blocked.length + there.indexOf(program) * allowed.length
    const found = results.slice(from, from + allowed.length)

    expect(found.map(({ status, arrivals, tried }) => ({ status, arrivals, tried }))).toEqual(
      allowed.map(() => ({ status: answered.status, arrivals: answered.arrivals ?? 1, tried: [] })),
    )
    for (const { text } of found) expect(text).toMatch(answered.text)
  })

  test("a name that is not allowed never reaches the system's name server", () => {
    expect([...asked].toSorted()).toEqual(['service.example', 'six.example'])
  })

  test('thirty programs that one program starts are refused at once, while another never ends', async () => {
    const curls = 'for port in $(seq 30); do curl -s http://203.0.113.5:$port/ & waits="$waits $!"; done; wait $waits'
    const text = `sleep 1000 & endless=$!; ${curls}; kill -0 $endless && kill $endless && echo ran`
    const step = { file: 'sh', args: ['-c', text], allow: [] }
    const { printed } = await runInWorld<readonly Result[]>(user, 'drive.mjs', { steps: [step], count })
    const [result] = printed

    expect(result).toMatchObject({ text: 'ran\n', arrivals: 0 })
    expect(result?.tried.toSorted()).toEqual(Array.from({ length: 30 }, (_, at) => `203.0.113.5 ${at + 1}`).toSorted())
  })

  test('exit codes and signals stay unchanged', () => {
    const ends = results.slice(-3)

    expect(ends.map(({ status, signal }) => status ?? signal)).toEqual([41, 'SIGTERM', 'SIGKILL'])
    expect(ends.flatMap(({ tried }) => tried)).toEqual([])
  })
})

const chromium = findChromium()
if (chromium === undefined) console.warn('Not tested: Chromium behind the gateway, since there is none')

test.each(users.filter((user) => chromium !== undefined && mayUse(user, chromium)))(
  'Chromium, driven by Playwright, reaches what is allowed, as %s',
  async (user) => {
    const playwright = createRequire(join(import.meta.dirname, '../../page/package.json')).resolve('playwright-core')
    const hosts = ['service.example', 'six.example', '[2001:db8::80]', '192.0.2.80', 'other.example']
    const allow = hosts.slice(0, 3).map((host) => `${host}:${port}`)
    const input = { playwright, executablePath: chromium, pages: hosts.map((host) => `http://${host}:${port}/`), allow }
    const { printed, asked } = await runInWorld<{ seen: unknown; tried: unknown }>(user, 'browse.mjs', input)

    const refusals = ['net::ERR_CONNECTION_ABORTED', 'net::ERR_NAME_NOT_RESOLVED']
    expect(printed.seen).toEqual(['reached', 'reached', 'reached', ...refusals])
    // Chromium tries its own names, too.
    expect(printed.tried).toEqual(expect.arrayContaining([`192.0.2.80 ${port}`, 'other.example']))
    expect([...asked].toSorted()).toEqual(['service.example', 'six.example'])
  },
)
