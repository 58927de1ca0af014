import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Export, exportLock, targets } from '../../../src/run/export/export-lock.ts'
import { parseDestination } from '../../../src/run/export/endpoint.ts'
import { createAllowlist } from '../../../src/policy/rules/allowlist.ts'
import type { Lock } from '../../../src/run/lock/lock.ts'

type Locked = readonly (readonly [destination: string, ...rules: readonly string[]])[]

function lockOf(locked: Locked): Lock {
  const destinations = locked.map(([destination, ...rules]) => ({ destination, rules, packages: [] }))
  return { files: ['b.test.ts', 'a.test.ts'].map((file) => ({ file, destinations })) }
}

function exportTo(name: string, locked: Locked): Export {
  const target = targets.find((one) => one.name === name)
  if (target === undefined) throw new RangeError(`There is no target ${name}`)
  return exportLock(lockOf(locked), target)
}

const everything: Locked = [
  ['us.i.posthog.com:443', '*.posthog.com'],
  ['api.weather.com:443', 'GET https://api.weather.com/v1/*'],
  ['db.example.com:5432', 'db.example.com:5432'],
  ['only.looked.up', 'only.looked.up'],
  ['intranet:8080', 'intranet'],
  ['203.0.113.7:443', '203.0.113.0/24'],
  ['172.17.0.1:*', '172.16.0.0/12'],
  ['[2001:db8::1]:53', '2001:db8::/32'],
  ['localhost:5432', 'localhost:5432'],
  ['localhost:*', 'localhost'],
  ['unix:/run/docker.sock', 'unix:/run/*'],
  ['unix:<temporary folder>/*', 'mode: audit'],
  ['exec:git', 'exec:git'],
  ['more destinations', 'mode: audit'],
]

test('exportLock writes what harden-runner takes', () => {
  const { text, notes } = exportTo('harden-runner', everything)

  expect(text).toBe(`allowed-endpoints: >
  api.weather.com:443
  db.example.com:5432
  intranet:8080
  us.i.posthog.com:443
`)
  expect(notes.map(({ destination, reason }) => `${destination}: ${reason}`)).toEqual([
    '172.17.0.1:*: it lets private addresses through: no entry is needed',
    '203.0.113.7:443: it knows names only',
    '[2001:db8::1]:53: it knows names only',
    'api.weather.com:443: harden-runner lets all requests through, your rule only GET https://api.weather.com/v1/*',
    'exec:git: it filters no programs, only what they connect to',
    'localhost:*: it does not filter the loopback interface: no entry is needed',
    'localhost:5432: it does not filter the loopback interface: no entry is needed',
    'more destinations: no list can name it',
    'only.looked.up: it was only looked up, and an entry would open port 443',
    'unix:/run/docker.sock: it does not filter unix sockets: no entry is needed',
    'unix:<temporary folder>/*: it does not filter unix sockets: no entry is needed',
  ])
})

test('exportLock writes what Deno takes', () => {
  const { text, notes } = exportTo('deno', everything)

  expect(text).toBe(
    '--allow-net=172.17.0.1,203.0.113.7:443,[2001:db8::1]:53,api.weather.com:443,db.example.com:5432,intranet:8080,' +
      'localhost,127.0.0.1,[::1],localhost:5432,127.0.0.1:5432,[::1]:5432,us.i.posthog.com:443\n',
  )
  expect(notes.map(({ destination }) => destination)).toEqual([
    'api.weather.com:443',
    'exec:git',
    'more destinations',
    'only.looked.up',
    'unix:/run/docker.sock',
    'unix:<temporary folder>/*',
  ])
})

test('exportLock writes what sandbox-runtime takes', () => {
  const { text, notes } = exportTo('sandbox-runtime', everything.slice(0, 5))

  expect(text).toBe(`{
  "network": {
    "allowedDomains": [
      "api.weather.com:443",
      "db.example.com:5432",
      "us.i.posthog.com:443"
    ]
  }
}
`)
  expect(notes).toContainEqual({
    destination: 'intranet:8080',
    kind: 'left-out',
    reason: 'it takes no name without a dot',
  })
})

test('exportLock writes a list of rules that agentguard takes', () => {
  const { text, notes } = exportTo('list', everything)

  expect(text).toBe(`172.17.0.1
203.0.113.7:443
[2001:db8::1]:53
api.weather.com:443
db.example.com:5432
exec:git
intranet:8080
localhost
localhost:5432
only.looked.up
unix:/run/docker.sock
us.i.posthog.com:443
`)
  expect(createAllowlist(text.trim().split('\n'), 'a test').size).toBe(12)
  expect(notes.map(({ destination }) => destination)).toEqual([
    'api.weather.com:443',
    'more destinations',
    'unix:<temporary folder>/*',
  ])
})

test.each([
  ['harden-runner', "allowed-endpoints: ''\n"],
  ['deno', '--deny-net\n'],
  ['sandbox-runtime', '{\n  "network": {\n    "allowedDomains": []\n  }\n}\n'],
  ['list', ''],
])('exportLock lets %s reach nothing for an empty lock', (name, text) => {
  expect(exportTo(name, [])).toEqual({ text, notes: [] })
})

test('a destination that another rule allows whole is not called wider', () => {
  expect(exportTo('deno', [['a.com:443', 'GET https://a.com/x', 'a.com']]).notes).toEqual([])
  expect(exportTo('deno', [['a.com:443', 'https://a.com']]).notes).toEqual([])
})

const destinations = fc.oneof(
  fc.constantFrom(...everything.map(([destination]) => destination)),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([address, port]) => `[${address}]:${port}`),
  fc.tuple(fc.domain(), fc.nat(65_535)).map(([name, port]) => `${name}:${port}`),
)

test('every destination is in the list of a target or in its notes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...targets), fc.uniqueArray(destinations), (target, some) => {
      const { notes } = exportLock(lockOf(some.map((destination) => [destination])), target)
      for (const destination of some) {
        const written = target.write(parseDestination(destination))
        const isLeft = notes.some((note) => note.destination === destination && note.kind === 'left-out')
        expect(isLeft).toBe('reason' in written)
        if (!('reason' in written)) expect(written.length).toBeGreaterThan(0)
      }
    }),
  )
})

test('an entry of a list cannot break out of it', () => {
  fc.assert(
    fc.property(destinations, (destination) => {
      const { kind } = parseDestination(destination)
      for (const target of targets) {
        const written = target.write(parseDestination(destination))
        if ('reason' in written || kind === 'unix' || kind === 'program') continue
        for (const entry of written) expect(entry).toMatch(/^[\w.:[\]-]+$/)
      }
    }),
  )
})
