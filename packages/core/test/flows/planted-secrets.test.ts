import * as fc from 'fast-check'
import * as fs from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { Entry } from '../../src/evidence/record/ledger.ts'
import { createEntryReader } from '../../src/evidence/explain/entry-evidence.ts'
import { formatViolations } from '../../src/evidence/explain/format-summary.ts'
import { blockedError } from '../../src/guard/judging/blocked-error.ts'
import { violationError } from '../../src/guard/judging/violation-error.ts'
import { writeLine } from '../../src/guard/spool/spool-line.ts'
import type { Attempt } from '../../src/policy/attempt/attempt.ts'
import { createRecord } from '../../src/run/file/create-record.ts'
import { createRun } from '../../src/run/file/create-run.ts'
import { formatEvidenceFile } from '../../src/run/file/format-evidence-file.ts'
import { formatAnnotations } from '../../src/run/formats/format-annotations.ts'
import { formatPage } from '../../src/run/formats/format-page.ts'
import { formatRunSummary } from '../../src/run/formats/format-run-summary.ts'
import { formatSarif } from '../../src/run/formats/format-sarif.ts'
import { formatStepSummary } from '../../src/run/formats/format-step-summary.ts'
import { createLock } from '../../src/run/lock/create-lock.ts'
import { formatLock } from '../../src/run/lock/format-lock.ts'
import { suggestAllowlist } from '../../src/run/suggest/suggest-allowlist.ts'

// Small letters and digits, since hosts are compared in small letters; too short to look like a secret by its form.
const secret = fc
  .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'.split('')), minLength: 12, maxLength: 20 })
  .map((text) => `q${text}z`)

/** Every way to write a destination that holds a password, by libraries and by mistake. */
const destinations = fc.constantFrom(
  'u:$@h.example',
  'u:$@h.example:99999',
  'redis://default:$@h.example:6379/0',
  'http://u:$@h.example:99999/x?token=$',
  'http://h.example:bad/?key=$',
  'https://$@h.example/',
  'user:$',
  '[::1]:80?$',
  'h.example/?$',
)

const paths = fc.constantFrom(
  '/login:$',
  '/v1/user:$/x',
  '/auth/$',
  '/v1/keys/$/rotate',
  '/oauth/tokens/$',
  '/sessions/$',
  '/x%3Ftoken%3D$',
  '/x%253Ftoken%253D$',
  '/x%25253Ftoken%25253D$',
  '/%ff%253Ftoken%253D$',
  '/x%2Ftoken%2F$',
  '/x\\token\\$',
  '/bot12:$/x',
  '/x;a=$',
  '/x?$',
)

const programs = fc.constantFrom(
  ['curl', '-uu:$'],
  ['curl', '-sSuu:$'],
  ['curl', '-HX-Api-Key:$'],
  ['sh', '-c', 'curl -uu:$ x'],
  ['psql', '-W$'],
  ['mysql', '-uroot', '-p$'],
  ['mysql', '-p$'],
  ['openssl', 'enc', '-k', '$'],
  ['openssl', 'enc', '-k$'],
  ['openssl', 'rsa', '-passin', 'pass:$'],
  ['redis-cli', '-a$'],
  ['sshpass', '-p$', 'ssh', 'h.example'],
  ['unknown', '-pq1$'],
  ['psql', 'postgres://u:$@h.example/db'],
  ['redis://u:$@h.example', 'x'],
  ['tool --password $', 'x'],
)

test.each([
  ['host', destinations.map((text) => ({ host: text, port: 80 }))],
  ['address', destinations.map((text) => ({ host: 'h.example', address: text, port: 80 }))],
  ['name', destinations.map((text) => ({ host: '192.0.2.1', address: '192.0.2.1', names: [text] }))],
  ['proxy', destinations.map((text) => ({ host: 'h.example', port: 443, proxy: text }))],
  ['raw text', destinations.map((raw) => ({ channel: 'child-process' as const, raw }))],
  ['unix path', destinations.map((text) => ({ channel: 'pipe' as const, unixPath: text }))],
  [
    'resolved unix path',
    destinations.map((text) => ({ channel: 'pipe' as const, unixPath: `/app/${text.replace('//', '/')}` })),
  ],
  ['addon', destinations.map((text) => ({ channel: 'native' as const, addons: [`/app/${text}`] }))],
  ['method', fc.constant({ host: 'h.example', method: '$1' })],
  ['host of a URL', destinations.map((text) => ({ host: 'h.example', url: urlOf({ host: text }) }))],
  ['path', paths.map((path) => ({ host: 'h.example', port: 443, url: urlOf({ path }) }))],
  ['sent path', paths.map((sent) => ({ host: 'h.example', port: 443, url: urlOf({ sent }) }))],
  ['program', programs.map(([file = '', ...args]) => ({ channel: 'child-process' as const, program: { file, args } }))],
  [
    'part of a script',
    programs.map(([file = '']) => ({
      channel: 'child-process' as const,
      program: { file: 'sh', args: [], foreign: [file] },
    })),
  ],
])('no output shows a secret in the %s', (_, shapes: fc.Arbitrary<Partial<Attempt>>) => {
  fc.assert(
    fc.property(secret, shapes, (secret, shape) => {
      const planted = plant(shape, secret)
      for (const [name, text] of outputsOf(planted)) expect(text.toLowerCase(), name).not.toContain(secret)
    }),
    { numRuns: 120 },
  )
})

test.each(['https://hooks.slack.com/services/T0/B0/$', 'POST https://h.example/auth/$'])(
  'no output shows a secret in the rule %s',
  (rule) => {
    const secret = 'q1x2c3v4b5'
    const entry = {
      ...entryOf({ host: 'h.example', port: 443 }),
      by: { kind: 'rule', text: rule.replace('$', secret) },
    } as const

    for (const [name, text] of outputsOf(entry)) expect(text, name).not.toContain(secret)
  },
)

function urlOf(parts: Partial<NonNullable<Attempt['url']>>): NonNullable<Attempt['url']> {
  return { scheme: 'https', host: 'h.example', port: 443, path: '/x', ...parts }
}

function plant(shape: Partial<Attempt>, secret: string): Entry {
  const attempt: Partial<Attempt> = JSON.parse(JSON.stringify(shape).replaceAll('$', secret))
  return entryOf(attempt)
}

function entryOf(attempt: Partial<Attempt>): Entry {
  return {
    outcome: 'blocked',
    reason: 'not-allowed',
    attempt: { channel: 'tcp', raw: 'x', ...attempt },
    scope: 'weather tool > reports',
    file: '/app/test/a.test.ts',
    phase: 'test',
    lateBy: undefined,
    retry: 0,
    redirects: attempt.url && [attempt.url],
    trace: { stack: 'Error\n    at run (/app/src/a.ts:1:1)' },
    at: 0,
    count: 1,
  }
}

/** All that leaves the process for a reader or a file, by name. */
function* outputsOf(entry: Entry): Generator<[name: string, text: string]> {
  const evidence = createEntryReader(() => false, fs)(entry)
  const run = createRun({ runner: 'vitest', root: '/app', startedAt: 0, endedAt: 1 })
  const place = { run, root: '/app' }
  const records = [createRecord(evidence, place), createRecord({ ...evidence, outcome: 'audited' }, place)]
  const file = { formatVersion: 1, runs: [run], attempts: records } as const
  const blocked = blockedError(entry)
  yield ['terminal', formatViolations([evidence, evidence], { cwd: '/app' })]
  yield ['terminal, of a call', formatViolations([evidence], { cwd: '/app', origin: 'call' })]
  yield [
    'error of the code',
    `${inspect(blocked, { depth: 9, showHidden: true })} ${String(blocked.stack)} ${String(blocked.cause)}`,
  ]
  // What JUnit and other reporters of the runners print.
  yield ['error of the test', inspect(Object.entries(violationError([evidence], { cwd: '/app' })), { depth: 9 })]
  yield ['evidence file', formatEvidenceFile(file)]
  yield ['SARIF', formatSarif(file)]
  yield ['HTML', formatPage(file)]
  yield ['annotations', formatAnnotations(file)]
  yield ['step summary', formatStepSummary(file)]
  yield ['run summary', formatRunSummary(file)]
  yield ['lock', formatLock(createLock(file))]
  yield ['suggestions', JSON.stringify(suggestAllowlist(file, { for: 'docblock' }))]
  yield ['spool', writeLine({ entry, at: 0, stack: '', process: 'child process 1: node' })]
}
