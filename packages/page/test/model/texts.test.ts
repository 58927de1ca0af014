import { expect, test } from 'vitest'
import { formatCount } from '../../src/model/format-number.ts'
import { formatDuration, formatMoment } from '../../src/model/format-time.ts'
import { createHeadline, describeOutcome, describeRuns } from '../../src/model/headline.ts'
import { pageEvidenceOf } from '../page-evidence-of.ts'
import { quietEvidence, sampleEvidence } from '../sample-evidence.ts'

test.each([
  [0, '0 s'],
  [340, '340 ms'],
  [1000, '1 s'],
  [4240, '4.2 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
])('formatDuration of %d is %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

test('formatMoment names the zone, and shows what is not a time unchanged', () => {
  expect(formatMoment('2026-11-22T19:04:00.000Z')).toBe('22 Nov 2026, 19:04 UTC')
  expect(formatMoment('yesterday')).toBe('yesterday')
})

test('formatCount distinguishes one from several', () => {
  expect([formatCount(1, 'test'), formatCount(12_345, 'test')]).toEqual(['1 test', '12,345 tests'])
})

test.each([
  [{ blocked: 1, audited: 1, muted: 0, allowed: 1 }, '1 attempt was blocked'],
  [{ blocked: 2000, audited: 0, muted: 0, allowed: 0 }, '2,000 attempts were blocked'],
  [{ blocked: 0, audited: 2, muted: 0, allowed: 1 }, '2 attempts went where no rule allows'],
  [{ blocked: 0, audited: 0, muted: 2, allowed: 1 }, '2 attempts were blocked and muted; nothing else broke a rule'],
  [{ blocked: 0, audited: 0, muted: 0, allowed: 1 }, 'Everything stayed within the rules'],
  [{ blocked: 0, audited: 0, muted: 0, allowed: 0 }, 'Nothing used the network'],
])('describeOutcome of %j is %s', (tally, text) => {
  expect(describeOutcome(tally)).toBe(text)
})

test('createHeadline says how much there is to decide, or that there is nothing', () => {
  const tally = { blocked: 12, audited: 1, muted: 0, allowed: 3 }

  expect(createHeadline(9, tally)).toBe('9 destinations to decide on')
  expect(createHeadline(1, tally)).toBe('1 destination to decide on')
  expect(createHeadline(0, { ...tally, blocked: 0, audited: 0 })).toBe('Everything stayed within the rules')
})

test('describeRuns adds up what ran', () => {
  expect(describeRuns(pageEvidenceOf(sampleEvidence(0)))).toBe('1,140 tests in 60 files ran, in 2 runs.')
  expect(describeRuns(pageEvidenceOf(quietEvidence()))).toBe('570 tests in 30 files ran.')
  expect(describeRuns({ runs: [], attempts: [] })).toBe('No run is recorded in this evidence.')
})
