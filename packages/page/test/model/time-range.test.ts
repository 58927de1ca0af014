import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  columnsBetween,
  columnsOfTime,
  formatTimeRange,
  isDuring,
  parseTimeRange,
  timeOfColumns,
} from '../../src/model/time-range.ts'

const ten = { columns: 10, step: 418 }

test('a stretch of time contains its beginning and not its end, and nothing without a time', () => {
  const times = [undefined, 0, 99, 100, 199, 200, 1e9]

  expect(times.filter((at) => isDuring({ from: 100, to: 200 }, at))).toEqual([100, 199])
  expect(times.filter((at) => isDuring({ from: 200 }, at))).toEqual([200, 1e9])
})

test.each(['', '-', '1-1', '5-4', '-5', '1.5-2', '1-2-3', '0x1-5', ' 1-2', '1e3-', '9999999999999-', '0-'])(
  'parseTimeRange finds no range in %j',
  (text) => {
    expect(parseTimeRange(text)).toBeUndefined()
  },
)

test('parseTimeRange reads back what formatTimeRange wrote', () => {
  expect(parseTimeRange(formatTimeRange({ from: 0, to: 5000 }))).toEqual({ from: 0, to: 5000 })
  expect(parseTimeRange(formatTimeRange({ from: 1200 }))).toEqual({ from: 1200 })
})

test('timeOfColumns is undefined for all columns, and has no end where it reaches the last', () => {
  expect(timeOfColumns([0, 10], ten)).toBeUndefined()
  expect(timeOfColumns([2, 10], ten)).toEqual({ from: 836 })
  expect(timeOfColumns([0, 3], ten)).toEqual({ from: 0, to: 1254 })
})

const picture = fc.record({
  columns: fc.integer({ min: 10, max: 200 }),
  step: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
})

test('columns show the same attempts as their time contains', () => {
  fc.assert(
    fc.property(picture, fc.nat(), fc.nat(), fc.nat(), (timeline, a, b, at) => {
      const [first, end] = columnsBetween(a % timeline.columns, b % timeline.columns, timeline)
      const column = Math.min(timeline.columns - 1, Math.floor(at / timeline.step))
      const time = timeOfColumns([first, end], timeline)
      // A column that is shorter than a millisecond has one anyway.
      fc.pre(timeline.step >= 1)
      expect(time === undefined || isDuring(time, at)).toBe(column >= first && column < end)
    }),
  )
})

test('columnsOfTime finds the columns of a time, and at least one in any picture', () => {
  fc.assert(
    fc.property(picture, fc.nat(), fc.nat(), picture, (timeline, a, b, other) => {
      const range = columnsBetween(a % timeline.columns, b % timeline.columns, timeline)
      const time = timeOfColumns(range, timeline)
      if (timeline.step >= 2) expect(columnsOfTime(time, timeline)).toEqual(range)
      const [first, end] = columnsOfTime(time, other)
      expect([first >= 0, end > first, end <= other.columns]).toEqual([true, true, true])
    }),
  )
})

test('columnsBetween takes whole columns, whichever way it is drawn and however far outside it ends', () => {
  expect(columnsBetween(2.4, 5.1, ten)).toEqual([2, 6])
  expect(columnsBetween(5.1, 2.4, ten)).toEqual([2, 6])
  expect(columnsBetween(7.2, 99, ten)).toEqual([7, 10])
  expect(columnsBetween(-3, -1, ten)).toEqual([0, 1])
  expect(columnsBetween(11, 12, ten)).toEqual([9, 10])
})
