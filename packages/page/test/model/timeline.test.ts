import { expect, test } from 'vitest'
import { createBars, createTicks, createTimeline } from '../../src/model/timeline.ts'
import { entriesOf, pageEvidenceOf } from '../page-evidence-of.ts'
import { sampleEvidence } from '../sample-evidence.ts'

const { runs } = pageEvidenceOf(sampleEvidence(0))

test('createTimeline joins attempts of one outcome, run and stretch of time into one mark', () => {
  const entries = entriesOf(
    { host: 'a.example', at: 10, count: 3 },
    { host: 'b.example', at: 20 },
    { host: 'a.example', at: 20, outcome: 'allowed' },
    { host: 'a.example', at: 20, run: 'run-2' },
    { host: 'a.example', at: 41_799 },
  )
  const { marks, outcomes, undated } = createTimeline(entries, runs, 10)

  expect(marks).toEqual([
    { run: 0, outcome: 'blocked', column: 0, count: 4, destinations: 2 },
    { run: 0, outcome: 'allowed', column: 0, count: 1, destinations: 1 },
    { run: 1, outcome: 'blocked', column: 0, count: 1, destinations: 1 },
    { run: 0, outcome: 'blocked', column: 9, count: 1, destinations: 1 },
  ])
  expect([outcomes, undated]).toEqual([['blocked', 'allowed'], 0])
})

test('createTimeline reaches as far as the latest attempt, also when that came after the run', () => {
  const { span, marks } = createTimeline(entriesOf({ at: 90_000 }), runs, 10)

  expect(span).toBe(90_000)
  expect(marks[0]?.column).toBe(9)
})

test('createTimeline counts what has no time, or no run', () => {
  expect(createTimeline(entriesOf({ count: 2 }, { at: 1, run: 'gone' }), runs, 10)).toMatchObject({
    marks: [],
    undated: 3,
  })
})

test('createTimeline accepts an empty run', () => {
  expect(createTimeline([], [], 10)).toMatchObject({ marks: [], span: 1 })
})

test.each([
  [41_800, 10, 5000, 9],
  [900, 4, 500, 2],
  [7_500_000, 5, 1_800_000, 5],
  [90_000_000, 5, 18_000_000, 6],
])('createTicks of %d ms in about %d has a step of %d ms', (span, wanted, step, length) => {
  const ticks = createTicks(span, wanted)
  expect([ticks[1], ticks.length]).toEqual([step, length])
})

test('createBars draws the root of a number, so that one attempt shows beside a thousand', () => {
  const entries = entriesOf(
    { at: 1, count: 1 },
    { at: 41_000, count: 10_000 },
    { at: 1, outcome: 'allowed', count: 2500 },
  )
  const bars = createBars(createTimeline(entries, runs, 10), false)

  expect(bars.map(({ mark: { count }, from, to }) => [count, from, to])).toEqual([
    [1, 0, 0.01],
    [10_000, 0, 1],
    [2500, 0, 0.5],
  ])
})

test('createBars stacks outcomes of one row, no higher than all of them together', () => {
  const entries = entriesOf({ at: 1, count: 1 }, { at: 1, outcome: 'allowed', count: 3 })
  const bars = createBars(createTimeline(entries, runs, 10), true)

  expect(bars.map(({ mark: { outcome }, from, to }) => [outcome, from, to])).toEqual([
    ['blocked', 0, 0.25],
    ['allowed', 0.25, 1],
  ])
})
