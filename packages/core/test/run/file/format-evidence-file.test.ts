import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'
import { fileOf, recordOf, runOf } from './sample-file.ts'

test('formatEvidenceFile writes a line for each run and record', () => {
  const text = formatEvidenceFile(fileOf([recordOf({ test: 'b' }), recordOf({ test: 'a' })]))

  expect(text.split('\n').map((line) => line.slice(0, 40))).toEqual([
    '{"formatVersion":1,',
    '"runs":[',
    '{"id":"run-1","runner":"jest","version":',
    '],',
    '"attempts":[',
    '{"run":"run-1","file":"test/weather.test',
    '{"run":"run-1","file":"test/weather.test',
    ']}',
    '',
  ])
  expect(text.indexOf('"test":"a"')).toBeLessThan(text.indexOf('"test":"b"'))
})

test('formatEvidenceFile writes a file without records', () => {
  const empty = fileOf([], [])

  expect(parseEvidenceFile(formatEvidenceFile(empty), 'a.json')).toEqual(empty)
})

const records = fc.array(
  fc
    .record({
      run: fc.constantFrom('run-1', 'run-2'),
      project: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      test: fc.option(fc.string({ unit: 'binary', maxLength: 8 }), { nil: undefined }),
      at: fc.option(fc.nat(9), { nil: undefined }),
      host: fc.constantFrom('a.com', 'b.com'),
      count: fc.integer({ min: 1, max: 3 }),
    })
    .map(recordOf),
  { maxLength: 12 },
)
const runs = [runOf(), runOf({ id: 'run-2' })]

test('formatEvidenceFile writes the same bytes whatever the order, and they are read back whole', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (list, keys) => {
      const text = formatEvidenceFile(fileOf(list, runs))
      const mixed = list.map((record) => ({ record, key: keys.next().value })).toSorted((a, b) => a.key - b.key)

      expect(
        formatEvidenceFile(
          fileOf(
            mixed.map(({ record }) => record),
            runs.toReversed(),
          ),
        ),
      ).toBe(text)
      expect(formatEvidenceFile(parseEvidenceFile(text, 'a.json'))).toBe(text)
    }),
  )
})
