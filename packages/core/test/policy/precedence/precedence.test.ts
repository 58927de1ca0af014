import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import { createPolicy, nestPolicy, type Policy } from '../../../src/policy/precedence/policy.ts'
import { decide, precedence } from '../../../src/policy/precedence/precedence.ts'
import { decideInWords } from './decide-in-words.ts'

const tcp = (attempt: Partial<Attempt>): Attempt => ({ channel: 'tcp', raw: '', ...attempt })
const policy = (...levels: [EgressOptions, ...EgressOptions[]]): Policy => {
  const [first, ...inner] = levels
  return inner.reduce((outer, options) => nestPolicy(outer, options, 'a test'), createPolicy(first, 'the config'))
}
const evil = tcp({ host: 'evil.com', names: ['evil.com'], port: 443 })
const agent = tcp({ host: '127.0.0.1', address: '127.0.0.1', port: 8126, own: false })
const own = tcp({ host: '127.0.0.1', address: '127.0.0.1', port: 3000, own: true })
const spoofed = tcp({ host: 'good.com', names: [], address: '6.6.6.6', port: 443 })
const url = { scheme: 'https', host: 'good.com', port: 443, path: '/admin' }
const admin = tcp({ channel: 'http', host: 'good.com', names: ['good.com'], port: 443, method: 'GET', url })

// One line a row of the table: an attempt that this row decides, though every row below it would decide otherwise.
const rows: readonly (readonly [string, Policy, Attempt, object])[] = [
  [
    'A deny rule of an outer level blocks',
    policy({ deny: 'evil.com', locked: true }, { mode: 'off' }),
    evil,
    { outcome: 'block', reason: 'denied', rule: 'evil.com' },
  ],
  [
    'A locked outer level blocks what it does not allow itself',
    policy({ locked: true }, { mode: 'off' }),
    evil,
    { outcome: 'block', reason: 'locked' },
  ],
  ['Mode off allows', policy({ mode: 'off', deny: 'evil.com' }), evil, { outcome: 'allow', rule: 'mode: off' }],
  [
    'A deny rule blocks',
    policy({ allow: 'evil.com', deny: 'evil.com' }),
    evil,
    { outcome: 'block', reason: 'denied', rule: 'evil.com' },
  ],
  [
    'A mute rule keeps what no row below allows from failing a test: it stays blocked',
    policy({ mute: 'exec:curl', loopback: 'any' }),
    tcp({ channel: 'child-process', program: { file: 'curl', args: [] } }),
    { outcome: 'block', reason: 'program-not-allowed', rule: 'exec:curl', softened: 'muted' },
  ],
  [
    'A program runs when it cannot reach out unguarded, or when exec: rules name each part of it that can',
    policy({ loopback: 'any' }),
    tcp({ channel: 'child-process', program: { file: 'curl', args: [] } }),
    { outcome: 'block', reason: 'program-not-allowed' },
  ],
  [
    'Native code loads unless native: block',
    policy({ native: 'block', allow: () => true }),
    tcp({ channel: 'native' }),
    { outcome: 'block', reason: 'native-not-allowed' },
  ],
  [
    'A DNS lookup of a loopback name is allowed: it asks no server',
    policy({ loopback: 'none' }),
    tcp({ channel: 'dns', host: 'localhost' }),
    { outcome: 'allow', rule: 'localhost' },
  ],
  [
    'loopback: none blocks every listener on this machine that no allow rule names',
    policy({ loopback: 'none' }),
    own,
    { outcome: 'block', reason: 'loopback-none' },
  ],
  [
    'loopback: own or any allows a listener of this process, its workers and its guarded children',
    policy({ allow: '127.0.0.1' }),
    own,
    { outcome: 'allow', rule: 'loopback: own' },
  ],
  [
    'loopback: any allows the loopback interface, but no unix socket',
    policy({ loopback: 'any', allow: '127.0.0.1' }),
    agent,
    { outcome: 'allow', rule: 'loopback: any' },
  ],
  ['An allow rule allows', policy({ allow: 'localhost:8126' }), agent, { outcome: 'allow', rule: 'localhost:8126' }],
  [
    'What an expired rule named is blocked',
    policy({ allow: { rule: 'evil.com', until: '2026-01-31' } }),
    evil,
    { outcome: 'block', reason: 'rule-expired', rule: 'evil.com (until 2026-01-31)' },
  ],
  [
    'Another listener on the loopback interface is blocked',
    policy({ allow: 'good.com' }),
    tcp({ ...spoofed, address: '127.0.0.1' }),
    { outcome: 'block', reason: 'loopback-not-own' },
  ],
  [
    'An address that DNS did not give for its allowed name is blocked',
    policy({ allow: 'https://good.com/v1/*' }),
    { ...admin, ...spoofed, url },
    { outcome: 'block', reason: 'address-not-from-dns', rule: 'https://good.com/v1/*' },
  ],
  [
    'A request that fits no rule for its allowed host is blocked',
    policy({ allow: 'POST https://good.com' }),
    admin,
    { outcome: 'block', reason: 'request-not-allowed', rule: 'POST https://good.com' },
  ],
  ['Everything else is blocked', policy({ allow: 'good.com' }), evil, { outcome: 'block', reason: 'not-allowed' }],
]

test('precedence has one test for each of its rows, in its order', () => {
  expect(rows.map(([says]) => says)).toEqual(precedence.map(({ says }) => says))
})

test.each(rows)('decide keeps the row: %s', (says, subject, attempt, verdict) => {
  expect(decideInWords(subject, attempt)).toEqual(verdict)
  expect(precedence.find((row) => row.judge(subject, attempt) !== undefined)?.says).toBe(says)
})

test.each<[string, Policy, Attempt, string]>([
  [
    'an own listener where any is free',
    policy({ loopback: 'any' }),
    tcp({ host: '127.0.0.1', own: true }),
    'loopback: own',
  ],
  ['the own unix socket', policy({}), tcp({ channel: 'pipe', unixPath: '/tmp/x', own: true }), 'loopback: own'],
  [
    'an own listener on another address of this machine',
    policy({}),
    tcp({ address: '10.0.0.5', own: true }),
    'loopback: own',
  ],
  [
    'a loopback listener that a rule names under loopback: none',
    policy({ loopback: 'none', allow: '127.0.0.1' }),
    own,
    '127.0.0.1',
  ],
  ['what an unlocked config does not', policy({ allow: 'good.com' }, { allow: 'evil.com' }), evil, 'evil.com'],
  [
    'what a lock and the level in it both do',
    policy({ allow: '*.com.test', locked: true }, { allow: 'a.com.test' }),
    tcp({ host: 'a.com.test' }),
    'a.com.test',
  ],
  [
    'what a level in mode off denies',
    policy({ mode: 'off', deny: 'evil.com', locked: true }, { allow: 'evil.com' }),
    evil,
    'evil.com',
  ],
  [
    'a program that a predicate allows',
    policy({ allow: ({ program }) => program?.file === 'git' }),
    tcp({ channel: 'child-process', program: { file: 'git', args: [] } }),
    "the predicate 'allow' allow[0] in the config",
  ],
])('decide allows %s', (_, subject, attempt, rule) => {
  expect(decideInWords(subject, attempt)).toEqual({ outcome: 'allow', rule })
})

const expiring = (rule: string) => ({ rule, until: '2026-01-31' })
const shell = tcp({ channel: 'child-process', program: { file: 'sh', args: [], foreign: ['git', 'ssh'] } })

test.each<[string, Policy, Attempt, object]>([
  [
    'a program whose rule has expired',
    policy({ allow: expiring('exec:git') }),
    tcp({ channel: 'child-process', program: { file: 'git', args: [] } }),
    { reason: 'rule-expired', rule: 'exec:git (until 2026-01-31)' },
  ],
  [
    'a shell whose last rule has expired',
    policy({ allow: ['exec:git', expiring('exec:ssh')] }),
    shell,
    { reason: 'rule-expired', rule: 'exec:ssh (until 2026-01-31)' },
  ],
  [
    'a shell that needs another rule besides the one that has expired',
    policy({ allow: expiring('exec:git') }),
    shell,
    { reason: 'program-not-allowed' },
  ],
  [
    'a program whose rule has expired, where each needs one',
    policy({ allow: expiring('exec:ls'), subprocess: 'block' }),
    tcp({ channel: 'child-process', program: { file: 'ls', args: [], foreign: [] } }),
    { reason: 'rule-expired', rule: 'exec:ls (until 2026-01-31)' },
  ],
  [
    'another unix socket under loopback: any',
    policy({ loopback: 'any' }),
    tcp({ channel: 'pipe', unixPath: '/run/docker.sock', own: false }),
    { reason: 'not-allowed' },
  ],
  [
    'the own unix socket under loopback: none',
    policy({ loopback: 'none' }),
    tcp({ channel: 'pipe', unixPath: '/tmp/x', own: true }),
    { reason: 'loopback-none' },
  ],
  [
    'a denied DNS lookup of localhost',
    policy({ deny: 'localhost' }),
    tcp({ channel: 'dns', host: 'localhost' }),
    { reason: 'denied', rule: 'localhost' },
  ],
  [
    'the own listener when it is denied',
    policy({ deny: 'localhost:3000' }),
    own,
    { reason: 'denied', rule: 'localhost:3000' },
  ],
  [
    'a DNS server on the loopback interface',
    policy({}),
    tcp({ channel: 'dns', host: '127.0.0.53', port: 53 }),
    { reason: 'loopback-not-own' },
  ],
  [
    'what the innermost level does not allow',
    policy({ allow: 'evil.com', locked: true }, { allow: 'evil.com' }, {}),
    evil,
    { reason: 'not-allowed' },
  ],
  [
    'what a level between lock and call does not allow',
    policy({ allow: 'evil.com', locked: true }, {}, { allow: 'evil.com' }),
    evil,
    { reason: 'locked' },
  ],
  [
    'what the outermost of three denies',
    policy({ deny: 'evil.com' }, { allow: 'evil.com' }, { allow: 'evil.com' }),
    evil,
    { reason: 'denied', rule: 'evil.com' },
  ],
  [
    'what an outer audited level denies, where the call blocks',
    policy({ mode: 'audit', deny: 'evil.com' }, { allow: 'evil.com' }),
    evil,
    { reason: 'denied', rule: 'evil.com' },
  ],
  [
    'what an audited level denies around one that blocks, where the call would allow everything',
    policy({ mode: 'audit', deny: 'evil.com' }, {}, { mode: 'off' }),
    evil,
    { reason: 'denied', rule: 'evil.com' },
  ],
  [
    'a denied host under an inner audit, for real',
    policy({ deny: 'evil.com' }, { mode: 'audit' }),
    evil,
    { reason: 'denied', rule: 'evil.com' },
  ],
  ['what it only audits, with a mark', policy({ mode: 'audit' }), evil, { reason: 'not-allowed', softened: 'audited' }],
  [
    'a program that no predicate names',
    policy({ loopback: 'any' }),
    tcp({ channel: 'child-process', program: { file: 'curl', args: [] } }),
    { reason: 'program-not-allowed' },
  ],
])('decide blocks %s', (_, subject, attempt, verdict) => {
  expect(decideInWords(subject, attempt)).toEqual({ outcome: 'block', ...verdict })
})

test.each<[string, Partial<Attempt>, string]>([
  ['not-allowed where no host was asked for', { host: undefined, names: ['x.com'], address: '6.6.6.6' }, 'not-allowed'],
  ['not-allowed where DNS had no part yet', { host: 'x.com', names: undefined, address: '6.6.6.6' }, 'not-allowed'],
  ['request-not-allowed where DNS did give the address', { ...admin, address: '1.2.3.4' }, 'request-not-allowed'],
  ['address-not-from-dns where DNS gave it for another name', { ...spoofed, names: ['x.com'] }, 'address-not-from-dns'],
])('decide returns the reason %s', (_, attempt, reason) => {
  expect(decide(policy({ allow: 'POST https://good.com' }), tcp(attempt))).toMatchObject({ outcome: 'block', reason })
})

test('decide returns the reason request-not-allowed for another path of an address that code wrote', () => {
  const host = '203.0.113.7'
  const attempt = tcp({ ...admin, host, address: host, names: [], url: { ...url, host } })

  expect(decide(policy({ allow: 'https://203.0.113.7/v1/*' }), attempt)).toMatchObject({
    reason: 'request-not-allowed',
  })
})

test('decide returns the same verdict object each time', () => {
  const subject = policy({ allow: 'good.com' })
  const good = tcp({ host: 'good.com' })
  expect(decide(subject, good)).toBe(decide(subject, good))
  expect(decide(subject, evil)).toBe(decide(subject, evil))
})

test('decide says locked where the config itself is locked, since no docblock could allow it', () => {
  expect(decide(policy({ locked: true }), evil)).toEqual({ outcome: 'block', reason: 'locked' })
  expect(decide(policy({ locked: true, allow: 'evil.com' }, {}), evil)).toMatchObject({ reason: 'not-allowed' })
})

const muted = { outcome: 'block', reason: 'not-allowed', rule: 'evil.com', softened: 'muted' }

test.each<[string, Policy, Attempt, object]>([
  ['what no rule allows', policy({ mute: 'evil.com' }), evil, muted],
  ['nothing that a rule allows', policy({ mute: 'evil.com', allow: 'evil.com' }), evil, { outcome: 'allow' }],
  ['nothing that a rule denies', policy({ mute: 'evil.com', deny: 'evil.com' }), evil, { reason: 'denied' }],
  [
    'nothing that a level around denies',
    policy({ deny: 'evil.com' }, { mute: 'evil.com' }),
    evil,
    { reason: 'denied', softened: undefined },
  ],
  [
    'nothing that a locked level around does not allow',
    policy({ locked: true, mute: 'evil.com' }, { mute: 'evil.com' }),
    evil,
    { reason: 'locked', softened: undefined },
  ],
  [
    'by the rules of the locked level itself',
    policy({ locked: true, mute: 'evil.com' }),
    evil,
    { ...muted, reason: 'locked' },
  ],
  [
    'nothing in an inner level, which decides for itself',
    policy({ mute: 'evil.com' }, {}),
    evil,
    { softened: undefined },
  ],
  ['nothing in mode audit', policy({ mute: 'evil.com', mode: 'audit' }), evil, { softened: 'audited' }],
  ['no own server', policy({ mute: 'localhost' }), own, { outcome: 'allow', rule: 'loopback: own' }],
  ['own servers under loopback: none', policy({ mute: 'localhost', loopback: 'none' }), own, { softened: 'muted' }],
  ['the loopback interface', policy({ mute: 'localhost:8126' }), agent, { softened: 'muted', rule: 'localhost:8126' }],
  ['no address that DNS did not give for the name', policy({ mute: 'good.com' }), spoofed, { softened: undefined }],
  [
    'a request whose host other rules allow in part',
    policy({ mute: 'GET https://good.com/admin', allow: 'POST https://good.com' }),
    admin,
    { reason: 'request-not-allowed', rule: 'GET https://good.com/admin', softened: 'muted' },
  ],
  [
    'a shell whose commands are muted or allowed',
    policy({ mute: 'exec:curl', allow: 'exec:git' }),
    tcp({ channel: 'child-process', program: { file: 'sh', args: [], foreign: ['git', 'curl'] } }),
    { rule: 'exec:curl', softened: 'muted' },
  ],
  [
    'no shell with a command that is neither',
    policy({ mute: 'exec:curl' }),
    tcp({ channel: 'child-process', program: { file: 'sh', args: [], foreign: ['wget', 'curl'] } }),
    { softened: undefined },
  ],
  [
    'no connection of native code, which was made before it is seen',
    policy({ mute: 'evil.com' }),
    { ...evil, channel: 'native' },
    { softened: undefined },
  ],
])('mute mutes %s', (_, subject, attempt, verdict) => {
  expect(decideInWords(subject, attempt)).toMatchObject(verdict)
})
