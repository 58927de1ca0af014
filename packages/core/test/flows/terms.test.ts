import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { noEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'
import { violationsOf } from './violations-of.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-terms-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// A package that the project has installed, which reaches out in several ways.
const sdk = join(folder, 'node_modules/some-sdk')
mkdirSync(sdk, { recursive: true })
writeFileSync(
  join(sdk, 'index.js'),
  `const { connect } = require('node:net')
const http = require('node:http')
exports.ways = {
  net: (port) => new Promise((done) => connect(port.tcp, '127.0.0.1').on('error', done).on('connect', function () { this.destroy(); done('arrived') })),
  named: (port) => new Promise((done) => connect(port.tcp, 'localhost').on('error', done).on('connect', function () { this.destroy(); done('arrived') })),
  http: (port) => new Promise((done) => http.get({ host: '127.0.0.1', port: port.http, path: '/' }, (res) => done(res.resume() && 'arrived')).on('error', done)),
  fetch: (port) => fetch('http://127.0.0.1:' + port.http + '/').then((res) => res.text()).then(() => 'arrived', (error) => error),
}
`,
)
interface Sdk {
  readonly ways: Readonly<Record<string, (ports: object) => Promise<unknown>>>
}
// What the file above exports.
const { ways } = createRequire(join(folder, 'index.js'))('some-sdk') as Sdk
const allow = { rule: 'localhost', by: 'some-sdk', reason: 'it is under test' }

test.each(Object.keys(ways))('a rule with by lets through %s of its package', async (name) => {
  await expect(noEgress({ allow }, () => ways[name]?.(far.ports))).resolves.toBe('arrived')
  expect(await far.take()).not.toEqual([])
})

test('a rule with by lets no other package through', async () => {
  const reach = (): Promise<unknown> => fetch(`http://127.0.0.1:${far.ports.http}/`).catch(() => {})
  const other = { ...allow, by: 'another-sdk' }

  expect(await violationsOf(reach, { allow })).toMatchObject([{ outcome: 'blocked', reason: 'loopback-not-own' }])
  for (const way of Object.values(ways)) {
    expect(await violationsOf(() => way(far.ports), { allow: other })).toMatchObject([{ outcome: 'blocked' }])
  }
  expect(await far.take()).toEqual([])
})

test('a mute rule with by mutes its package alone', async () => {
  await noEgress({ mute: allow }, () => ways['http']?.(far.ports))
  expect(
    await violationsOf(() => fetch(`http://127.0.0.1:${far.ports.http}/`).catch(() => {}), { mute: allow }),
  ).toHaveLength(1)
  expect(await far.take()).toEqual([])
})

test('a rule whose last day is over blocks and says so, by the real clock', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2020-01-01') })
  try {
    const violations = await violationsOf(() => ways['net']?.(far.ports), {
      allow: { rule: 'localhost', until: '2024-12-31', reason: 'a demo' },
    })
    expect(violations).toMatchObject([
      { reason: 'rule-expired', rule: 'localhost (until 2024-12-31, "a demo")', outcome: 'blocked' },
    ])
  } finally {
    vi.useRealTimers()
  }
  expect(await far.take()).toEqual([])
})

test('rules with terms follow into child processes', async () => {
  const code = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {}).on('connect', function () { this.destroy() })`
  const run = async (): Promise<void> => {
    await once(spawn(process.execPath, ['-e', code], { stdio: 'inherit' }), 'exit')
  }
  expect(await violationsOf(run, { allow: { rule: 'localhost', until: '2024-12-31' } })).toMatchObject([
    { reason: 'rule-expired' },
  ])
  expect(await violationsOf(run, { allow })).toMatchObject([{ outcome: 'blocked' }])
  expect(await far.take()).toEqual([])
  expect(await violationsOf(run, { allow: { rule: 'localhost', until: '2999-12-31' } })).toEqual([])
  expect(await far.take()).not.toEqual([])
})
