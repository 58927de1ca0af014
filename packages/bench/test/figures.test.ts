import { expect, test } from 'vitest'
import { timesOfPairs } from '../src/figures.ts'

test.each([
  [[2], [2], '1.00 (1.00–1.00)'],
  [[2, 4, 3], [2, 2, 2], '1.50 (1.25–1.75)'],
  [[11, 13, 12, 14], [10, 10, 10, 10], '1.25 (1.15–1.35)'],
])('timesOfPairs shows the ratio of %j to %j and its middle half', (values, bare, expected) => {
  expect(timesOfPairs(values, bare)).toBe(expected)
})
