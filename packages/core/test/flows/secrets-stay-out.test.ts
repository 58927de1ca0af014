import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attempt } from '../../src/policy/attempt/attempt.ts'
import { redactDestination } from '../../src/evidence/redact/redact.ts'
import { toJson } from '../../src/evidence/record/to-json.ts'
import { formatViolations } from '../../src/evidence/explain/format-summary.ts'
import { evidenceOf } from '../evidence/explain/evidence-of.ts'

const word = (alphabet: string, minLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength: 60 })
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const DIGITS = '0123456789'

/** What the userinfo, a query's value or a flag's value may hold. */
const secret = word(`${LETTERS}${DIGITS}-_.~!$*+%`, 10)
/** What the path hides: long, with letters and digits. */
const key = fc
  .tuple(word(LETTERS, 1), word(`${LETTERS}${DIGITS}-_`, 24), word(DIGITS, 1))
  .map((parts) => parts.join(''))
const host = fc.constantFrom('api.example.com', '192.0.2.1', '::1', 'localhost')
const port = fc.constantFrom(80, 443, 8443)
const path = (inner: string) =>
  fc.constantFrom(
    `/v1/${inner}`,
    `/v1/${inner}/x`,
    `/v1/${encodeURIComponent(inner)};a=b`,
    `/${'x/'.repeat(150)}${inner}/`,
  )

test('no secret of a path is shown', () => {
  const input = fc
    .tuple(key, host, port)
    .chain(([key, host, port]) => fc.tuple(fc.constant({ key, host, port }), path(key)))
  fc.assert(
    fc.property(input, ([{ key, host, port }, path]) => {
      expectNothingOf(key, { host, port, method: 'GET', url: { scheme: 'https', host, port, path } })
    }),
  )
})

test.each([
  '/bot123456:$/getMe',
  '/services/T000/B000/$',
  '/api/webhooks/42/$',
  '/v1/token/$',
  '/v1/api_key=$/x',
  '/go/a:$@h',
])('no secret of a path like %s is shown, however short', (pattern) => {
  fc.assert(
    fc.property(word(LETTERS, 10), (secret) => {
      const path = pattern.replace('$', secret)
      expectNothingOf(secret, { host: 'h.com', url: { scheme: 'https', host: 'h.com', port: 443, path } })
    }),
  )
})

test('no user information and no query is shown, even where it slipped into an attempt', () => {
  fc.assert(
    fc.property(secret, host, port, (secret, host, port) => {
      const url = { scheme: 'https', host: `user:${secret}@${host}`, port, path: `/v1?key=${secret}#${secret}` }
      expectNothingOf(secret, { host, port, url, proxy: `user:${secret}@proxy.corp:3128` })
    }),
  )
})

test('no user information and no query of a raw destination is shown', () => {
  const shape = fc.constantFrom(
    'https://u:$@h.com/',
    'https://$@h.com',
    'https://h.com/?key=$',
    'u:$@h.com:1',
    'h.com/?a#$',
  )
  fc.assert(
    fc.property(secret, shape, (secret, shape) => {
      expect(redactDestination(shape.replace('$', () => secret))).not.toContain(secret)
    }),
  )
})

test.each([
  ['--token=$'],
  ['--api-key', '$'],
  ['-H', 'X-Api-Key: $'],
  ['--header=Authorization: Basic $'],
  ['-u', 'user:$'],
  ['-d', '{"a":"$"}'],
  ['AWS_SECRET_ACCESS_KEY=$'],
  ['https://user:$@h.com/v1?key=$'],
  ['user:$@h.com'],
  ['-c', `curl -H 'Authorization: Bearer $' "https://u:$@h.com/?a=$" --password "$"`],
  ['{"password": "$"}'],
])('no secret among the arguments %s %s is shown', (...patterns) => {
  fc.assert(
    fc.property(secret, (secret) => {
      const args = patterns.map((pattern) => pattern.replaceAll('$', () => secret))
      expectNothingOf(secret, { channel: 'child-process', program: { file: 'tool', args } })
    }),
  )
})

test('no key that is an argument by itself is shown', () => {
  fc.assert(
    fc.property(key, (key) => {
      expectNothingOf(key, {
        channel: 'child-process',
        program: { file: 'tool', args: ['run', key, `--x=${key}`, `a/${key}`] },
      })
    }),
  )
})

function expectNothingOf(secret: string, attempt: Partial<Attempt>): void {
  const evidence = evidenceOf(attempt, { reason: 'request-not-allowed' })
  const texts = [
    formatViolations([evidence, evidence], { cwd: '/app' }),
    formatViolations([evidence], { cwd: '/app', origin: 'call' }),
    JSON.stringify(toJson(evidence)),
  ]
  for (const text of texts) expect(text).not.toContain(secret)
}
