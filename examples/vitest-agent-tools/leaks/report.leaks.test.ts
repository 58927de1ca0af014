// Fails on purpose: the SDK swallows its error, so that the tool resolves and every assertion holds.
import { expect, test } from 'vitest'
import { report } from '../src/tools/report.ts'

test('report files a report', async () => {
  expect(await report('Booked a table')).toBe('Reported')
})
