import { expect, test } from 'vitest'
import { groupEntries } from '../../src/model/group-entries.ts'
import { totalOf } from '../../src/model/tally.ts'
import { culpritOf, entriesOf, pageEvidenceOf } from '../page-evidence-of.ts'
import { createEntries } from '../../src/model/entry.ts'
import { sampleEvidence } from '../sample-evidence.ts'

const tracker = { host: 'send.tracker.example', port: 443, culprit: culpritOf('tracker', '5.9.2') }
const entries = entriesOf(
  { ...tracker, file: 'a.test.ts', test: 'one', count: 300 },
  { ...tracker, file: 'b.test.ts', test: 'one', reason: 'denied', rule: '*.tracker.example' },
  { host: 'api.weather.com', port: 443, outcome: 'allowed', rule: 'api.weather.com', count: 900, file: 'a.test.ts' },
  { host: 'a.example', outcome: 'audited', file: 'a.test.ts', test: 'one' },
)

test('groupEntries puts blocked groups first, then audited ones, then those with most attempts', () => {
  expect(groupEntries(entries, 'destination').map(({ name, total }) => [name, total])).toEqual([
    ['send.tracker.example:443', 301],
    ['a.example', 1],
    ['api.weather.com:443', 900],
  ])
})

test('groupEntries counts tests by file and name', () => {
  expect(groupEntries(entries, 'package').map(({ name, tests, parts }) => [name, tests, parts])).toEqual([
    ['tracker', 2, ['send.tracker.example:443']],
    ['unknown code', 2, ['api.weather.com:443', 'a.example']],
  ])
  expect(groupEntries(entries, 'file').map(({ name, tests }) => [name, tests])).toEqual([
    ['a.test.ts', 2],
    ['b.test.ts', 1],
  ])
})

test('groupEntries notes why a destination was blocked, or what allowed it', () => {
  expect(groupEntries(entries, 'destination').map(({ note }) => note)).toEqual([
    'denied by *.tracker.example: no allow rule overrides it, so change the deny rule',
    undefined,
    'by api.weather.com',
  ])
})

test('groupEntries loses no attempt', () => {
  const file = sampleEvidence()
  const total = file.attempts.reduce((sum, { count }) => sum + count, 0)
  for (const by of ['destination', 'package', 'file'] as const) {
    const groups = groupEntries(createEntries(pageEvidenceOf(file)), by)
    expect(groups.reduce((sum, { tally }) => sum + totalOf(tally), 0)).toBe(total)
  }
})
