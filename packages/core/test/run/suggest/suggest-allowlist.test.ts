import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttemptRecord } from '../../../src/run/file/evidence-file.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import { suggestAllowlist } from '../../../src/run/suggest/suggest-allowlist.ts'
import { type Wish, wishesOf } from '../../../src/run/suggest/wish.ts'
import { attemptOf, culpritOf, evidenceFileOf, type Said } from '../lock/evidence-file-of.ts'

function auditedOf(said: Said = {}): AttemptRecord {
  return attemptOf({ outcome: 'audited', rule: undefined, reason: 'not-allowed', ...said })
}

function rulesFor(attempts: readonly AttemptRecord[]): readonly string[] {
  const { places } = suggestAllowlist(evidenceFileOf(attempts), { for: 'config' })
  return places.flatMap(({ rules }) => rules.map(({ rule }) => rule))
}

function hosts(...names: readonly string[]): readonly AttemptRecord[] {
  return names.map((host) => auditedOf({ host }))
}

test.each<[string, readonly AttemptRecord[], readonly string[]]>([
  ['a host once for all its attempts', [auditedOf(), auditedOf({ port: 80 })], ['api.weather.com']],
  [
    'a host for its other ports too',
    [auditedOf(), auditedOf({ port: 8443 }), auditedOf({ channel: 'dns', port: undefined })],
    ['api.weather.com'],
  ],
  ['a port that is alone', [auditedOf({ host: 'db.example.com', port: 5432 })], ['db.example.com:5432']],
  [
    'the port of a connection for the DNS lookup before it',
    [auditedOf({ port: 5432 }), auditedOf({ channel: 'dns', port: undefined })],
    ['api.weather.com'],
  ],
  [
    'each of two names that lead to one address',
    ['a.example.com', 'b.example.net'].map((host) =>
      auditedOf({ host, address: '203.0.113.7', names: ['a.example.com', 'b.example.net'] }),
    ),
    ['a.example.com', 'b.example.net'],
  ],
  ['two subdomains by their names', hosts('a.posthog.com', 'b.posthog.com'), ['a.posthog.com', 'b.posthog.com']],
  ['three subdomains by a star', hosts('a.posthog.com', 'b.posthog.com', 'c.posthog.com'), ['*.posthog.com']],
  [
    'the deepest star there is',
    hosts('a.i.posthog.com', 'b.i.posthog.com', 'c.i.posthog.com', 'x.example.com'),
    ['*.i.posthog.com', 'x.example.com'],
  ],
  [
    'no star for the domain and two below it',
    hosts('posthog.com', 'a.posthog.com', 'b.posthog.com'),
    ['a.posthog.com', 'b.posthog.com', 'posthog.com'],
  ],
  [
    'no star across owners',
    hosts('a.github.io', 'b.github.io', 'c.github.io'),
    ['a.github.io', 'b.github.io', 'c.github.io'],
  ],
  ['no star across countries', hosts('a.co.uk', 'b.co.uk', 'c.co.uk'), ['a.co.uk', 'b.co.uk', 'c.co.uk']],
  [
    'no star over a shared cloud',
    hosts('sns.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com'),
    ['sns.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com'],
  ],
  [
    'a star for one port',
    ['a', 'b', 'c'].map((name) => auditedOf({ host: `${name}.kafka.example.com`, port: 9092 })),
    ['*.kafka.example.com:9092'],
  ],
  [
    'the loopback interface for ports that the system chose',
    [40_001, 40_002].map((port) => auditedOf({ host: '127.0.0.1', port })),
    ['localhost'],
  ],
  ['one port of the loopback interface', [auditedOf({ host: '127.0.0.1', port: 5432 })], ['localhost:5432']],
  ['a unix socket', [auditedOf({ channel: 'pipe', unixPath: '/run/docker.sock' })], ['unix:/run/docker.sock']],
  [
    'each program of a shell',
    [
      auditedOf({
        channel: 'child-process',
        reason: 'program-not-allowed',
        program: { file: 'sh', args: [], foreign: ['curl', 'jq'] },
      }),
    ],
    ['exec:curl', 'exec:jq'],
  ],
  [
    'a program by name rather than by place as well',
    ['git', '/usr/bin/git'].map((file) =>
      auditedOf({ channel: 'child-process', reason: 'program-not-allowed', program: { file, args: [] } }),
    ),
    ['exec:git'],
  ],
  ['nothing for what a rule allows', [attemptOf()], []],
])('suggestAllowlist suggests %s', (_, attempts, expected) => {
  expect(rulesFor(attempts)).toEqual(expected)
})

test('suggestAllowlist says which package needs a rule, and where', () => {
  const attempts = [
    auditedOf({ culprit: culpritOf('posthog-node') }),
    auditedOf({ culprit: culpritOf('posthog-node', '4.0.0'), test: 'another' }),
    auditedOf({ culprit: culpritOf('axios'), file: 'test/b.test.ts' }),
    auditedOf({ file: 'test/c.test.ts', test: undefined }),
  ]

  expect(suggestAllowlist(evidenceFileOf(attempts), { for: 'config' }).places).toEqual([
    {
      rules: [{ rule: 'api.weather.com', packages: ['axios', 'posthog-node'], files: 3, tests: 3, services: [] }],
    },
  ])
})

test('suggestAllowlist gives each test file its own list', () => {
  const attempts = [
    auditedOf({ file: 'test/b.test.ts', host: 'b.example.com' }),
    auditedOf({ project: 'unit' }),
    auditedOf({ project: 'browser' }),
  ]
  const { places } = suggestAllowlist(evidenceFileOf(attempts), { for: 'docblock' })

  expect(places.map(({ file, rules }) => [file, ...rules.map(({ rule }) => rule)])).toEqual([
    ['test/a.test.ts', 'api.weather.com'],
    ['test/b.test.ts', 'b.example.com'],
  ])
})

test.each<[string, 'docblock' | 'config', Said, RegExp]>([
  ['denied', 'config', { outcome: 'blocked', reason: 'denied', rule: '*.weather.com' }, /denied by \*\.weather\.com/],
  ['locked out', 'config', { outcome: 'blocked', reason: 'locked' }, /the config is locked/],
  ['native code', 'config', { channel: 'native', reason: 'native-not-allowed', addons: ['a.node'] }, /native: 'block'/],
  ['a masked path', 'config', { channel: 'pipe', unixPath: '/run/…/x.sock' }, /masked or shortened/],
  ['outside of a test file', 'docblock', { file: undefined }, /outside of any test file: --for config/],
  [
    'a path with a comma in a comment',
    'docblock',
    { channel: 'pipe', unixPath: '/run/a,b.sock' },
    /what a comment cannot: --for config/,
  ],
  [
    'a thread that cannot be guarded',
    'config',
    { channel: 'worker', host: undefined, port: undefined, reason: 'cannot-guard', rule: 'its file is gone' },
    /it cannot be guarded: its file is gone/,
  ],
])('suggestAllowlist lists what is %s with the reason', (_, asked, said, reason) => {
  const { places, left } = suggestAllowlist(evidenceFileOf([auditedOf(said)]), { for: asked })

  expect(places).toEqual([])
  expect(left).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) as string })])
})

const labels = fc.constantFrom('a', 'b', 'c', 'd')
const names = fc
  .oneof(
    fc.tuple(
      labels,
      fc.constantFrom('example.com', 'x.example.com', 'example.co.uk', 'github.io', 'internal', 'localhost'),
    ),
    fc.tuple(labels, fc.constantFrom('a.b.example.org')),
  )
  .map((parts) => parts.join('.'))
const attempts: fc.Arbitrary<AttemptRecord> = fc.oneof(
  fc
    .record({
      channel: fc.constantFrom('tcp' as const, 'dns' as const, 'undici' as const),
      host: names,
      port: fc.option(fc.constantFrom(80, 443, 5432, 8443, 40_001, 40_002), { nil: undefined }),
      address: fc.option(fc.constantFrom('203.0.113.7', '127.0.0.1', '2001:db8::1'), { nil: undefined }),
      vouched: fc.constantFrom('host', 'other', 'none', undefined),
      url: fc.constantFrom(undefined, 'https://example.com/a/b'),
    })
    .map(({ vouched, ...rest }) =>
      auditedOf({
        ...rest,
        names:
          vouched === undefined
            ? undefined
            : vouched === 'host'
              ? [rest.host]
              : vouched === 'other'
                ? ['z.example.com']
                : [],
      }),
    ),
  fc
    .record({
      host: fc.constantFrom('203.0.113.7', '10.0.0.1', '2001:db8::1', '127.0.0.1'),
      port: fc.constantFrom(53, 443),
    })
    .map(({ host, port }) => auditedOf({ host, address: host, port })),
  fc.constantFrom('/run/a.sock', '/run/b.sock', '/run/*').map((unixPath) => auditedOf({ channel: 'pipe', unixPath })),
  fc.uniqueArray(fc.constantFrom('curl', '/usr/bin/curl', 'jq', '/bin/x y'), { minLength: 1 }).map((foreign) =>
    auditedOf({
      channel: 'child-process',
      reason: 'program-not-allowed',
      program: { file: 'sh', args: [], foreign },
    }),
  ),
)

function isAllowed(allow: readonly string[], { attempt }: Wish): boolean {
  return decide(createPolicy({ allow, loopback: 'none' }, 'a test'), attempt).outcome === 'allow'
}

test('suggestAllowlist suggests rules that allow every attempt that it does not list, and none of them is unused', () => {
  fc.assert(
    fc.property(fc.array(attempts, { maxLength: 25 }), (some) => {
      const { places, left } = suggestAllowlist(evidenceFileOf(some), { for: 'config' })
      const allow = places.flatMap(({ rules }) => rules.map(({ rule }) => rule))
      const wishes = some.flatMap((record) => {
        const found = wishesOf(record)
        return 'reason' in found ? [] : found
      })
      const unmet = some.filter((record) => 'reason' in wishesOf(record))
      expect(left.length === 0).toBe(unmet.length === 0)
      expect(wishes.filter((wish) => !isAllowed(allow, wish))).toEqual([])
      for (const rule of allow) {
        const others = allow.filter((other) => other !== rule)
        expect(wishes.every((wish) => isAllowed(others, wish))).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})

test('suggestAllowlist names no star that the Public Suffix List would let two owners share', () => {
  fc.assert(
    fc.property(fc.uniqueArray(names, { minLength: 3, maxLength: 12 }), (some) => {
      for (const rule of rulesFor(hosts(...some))) {
        expect(['*.github.io', '*.co.uk', '*.com', '*.org', '*.internal', '*.localhost']).not.toContain(rule)
      }
    }),
  )
})

test('suggestAllowlist for mute names each host, so that a new one is not muted', () => {
  const attempts = hosts('a.posthog.com', 'b.posthog.com', 'c.posthog.com')
  const { places } = suggestAllowlist(evidenceFileOf(attempts), { for: 'config', option: 'mute' })

  expect(places[0]?.rules.map(({ rule }) => rule)).toEqual(['a.posthog.com', 'b.posthog.com', 'c.posthog.com'])
})

test('suggestAllowlist leaves out destinations that are already muted', () => {
  expect(rulesFor([auditedOf({ outcome: 'muted', rule: 'api.weather.com' })])).toEqual([])
})
