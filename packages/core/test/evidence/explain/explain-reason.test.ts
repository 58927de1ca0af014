import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { Evidence } from '../../../src/evidence/record/evidence.ts'
import { explainReason } from '../../../src/evidence/explain/explain-reason.ts'
import { evidenceOf } from './evidence-of.ts'

const host = 'api.example.com'

test.each<[string, Partial<Attempt>, Partial<Evidence>]>([
  [
    'denied by *.example.com: no allow rule overrides it, so change the deny rule',
    { host },
    { reason: 'denied', rule: '*.example.com' },
  ],
  ['the config is locked and does not allow it: allow it in that config', { host }, { reason: 'locked' }],
  [
    "loopback is 'none': servers of this process count too",
    { host: 'localhost', port: 1 },
    { reason: 'loopback-none' },
  ],
  [
    'a custom lookup returned 192.0.2.1, which DNS did not return for api.example.com',
    { host, address: '192.0.2.1', names: [] },
    { reason: 'address-not-from-dns', rule: host },
  ],
  [
    'its method or path is not covered by GET https://api.example.com/v1/*',
    { host },
    { reason: 'request-not-allowed', rule: 'GET https://api.example.com/v1/*' },
  ],
])('explainReason says "%s"', (text, attempt, rest) => {
  expect(explainReason(evidenceOf(attempt, rest))).toBe(text)
})

test.each([
  [8126, 'the Datadog agent'],
  [4318, 'an OpenTelemetry collector'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
])('explainReason guesses from loopback port %i that it is %s', (port, service) => {
  const evidence = evidenceOf({ host: 'localhost', address: '127.0.0.1', port }, { reason: 'loopback-not-own' })

  expect(explainReason(evidence)).toBe(`a loopback address where no server of the tests listens; probably ${service}`)
})

test('explainReason knows the default page of happy-dom', () => {
  const culprit = { name: 'happy-dom', frame: { file: '/app/node_modules/happy-dom/x.js', line: 1, column: 1 } }
  const evidence = evidenceOf({ host: 'localhost', port: 3000 }, { reason: 'loopback-not-own', culprit })

  expect(explainReason(evidence)).toBe(
    'a loopback address where no server of the tests listens; probably the default page of happy-dom: give it a url',
  )
})

test.each<[string, Partial<Attempt>]>([
  ['probably Docker', { channel: 'pipe', unixPath: '/var/run/docker.sock' }],
  ['probably PostgreSQL', { channel: 'pipe', unixPath: '/run/postgresql/.s.PGSQL.5432' }],
  ['probably the metadata service of a cloud machine', { host: '169.254.169.254', port: 80 }],
  ['probably the metadata service of a cloud machine', { host: 'x.test', address: '169.254.169.254', port: 80 }],
])('explainReason adds "%s" to what nothing allows', (text, attempt) => {
  expect(explainReason(evidenceOf(attempt))).toBe(text)
})

test.each<Partial<Attempt>>([{ host, port: 5432 }, { channel: 'pipe', unixPath: '/run/x.sock' }, {}])(
  'explainReason is silent where there is nothing to add: %j',
  (attempt) => {
    expect(explainReason(evidenceOf(attempt))).toBeUndefined()
  },
)
