import { expect, test } from 'vitest'
import { formatRunDigest } from '../../../src/run/formats/format-run-digest.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const frame = { file: 'node_modules/posthog-node/dist/client.mjs', line: 212, column: 7 }
const telemetry = recordOf({ culprit: { name: 'posthog-node', version: '5.9.2', frame } })
const own = ['a', 'b'].map((name) => recordOf({ host: `${name}.example`, test: name }))
const database = recordOf({ host: '127.0.0.1', port: 5432, test: 'a', reason: 'loopback-not-own' })

test('a digest lists destinations by kind, and says how to settle them', () => {
  expect(formatRunDigest(fileOf([telemetry, ...own, database])))
    .toBe(`Egress  4 destinations blocked in 3 tests of 1 file

  telemetry     us.i.posthog.com:443   1 test, by posthog-node
  this machine  localhost:5432   1 test
  other hosts   a.example:443, b.example:443   2 tests

  To turn telemetry off: give its client the option disabled: true
  To let them through in every test: allow: ['a.example', 'b.example', 'localhost:5432', 'us.i.posthog.com'] in the config
  To keep a destination blocked without failing: mute instead of allow`)
})

test('a digest of many destinations names the command rather than a list', () => {
  const many = Array.from({ length: 9 }, (_, index) => recordOf({ host: `${index}.example` }))
  const text = formatRunDigest(fileOf(many), { columns: 80 })

  expect(text).toContain('  other hosts  0.example:443, 1.example:443, 2.example:443 and 6 more   1 test\n')
  expect(text).toContain('npx agentguard suggest --write')
})

test('a digest lists what an audit saw, and leaves out allowed destinations', () => {
  const audited = fileOf([recordOf({ outcome: 'audited' }), recordOf({ host: 'a.example', outcome: 'allowed' })])

  expect(formatRunDigest(audited)).toContain('Egress  1 destination seen by the audit in 1 test of 1 file')
  expect(formatRunDigest(fileOf([recordOf({ outcome: 'allowed' })]))).toBe('')
})

test('a digest lists muted destinations apart from those to decide on', () => {
  const muted = recordOf({ host: 'a.example', outcome: 'muted', rule: 'a.example', test: 'a' })

  expect(formatRunDigest(fileOf([muted]))).toBe(`Egress  1 destination muted in 1 test of 1 file

  muted  a.example:443   1 test`)
  expect(formatRunDigest(fileOf([muted, ...own.slice(1)]))).toContain(`
  other hosts  b.example:443   1 test
  muted        a.example:443   1 test

  To let it through in every test: allow: ['b.example'] in the config
`)
})
