import { expect, test } from 'vitest'
import { formatRunEnd } from '../../../src/run/formats/format-run-end.ts'
import { formatRunSummary } from '../../../src/run/formats/format-run-summary.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => recordOf({ host: `${index}.example`, test: 'a' }))

test('the end of a run has a block for each of a few destinations', () => {
  const few = fileOf(records(5))

  expect(formatRunEnd(few)).toBe(formatRunSummary(few))
})

test('the end of a run counts many destinations, and keeps its notes', () => {
  const text = formatRunEnd(fileOf(records(6)), { notes: ['a note'] })

  expect(text).toMatch(/^Egress {2}6 destinations blocked in 1 test of 1 file\n/)
  expect(text).toContain('and 1 more   1 test\n')
  expect(text).toMatch(/\n\n {2}a note$/)
})
