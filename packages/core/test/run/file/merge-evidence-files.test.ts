import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeOnDisk } from '../../../src/cli/io/merge-on-disk.ts'
import type { EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { mergeEvidenceFiles } from '../../../src/run/file/merge-evidence-files.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'
import { evidenceFileOf, recordOf, runOf } from './evidence-of-runs.ts'

const merged = (files: readonly EvidenceFile[]): string => formatEvidenceFile(mergeEvidenceFiles(files))

const mergedOnDisk = (files: readonly EvidenceFile[]): string => {
  let text = ''
  const sources = files.map((file) => ({ pieces: () => piecesOf(file), whole: () => file }))
  mergeOnDisk(sources, (lines) => {
    text = [...lines].join('')
  })
  return text
}

/** Each record by itself; a file that begins with `b` cannot be read in pieces to its end. */
function* piecesOf(file: EvidenceFile): Generator<EvidenceFile, void, undefined> {
  yield { ...file, attempts: [] }
  for (const record of file.attempts) {
    yield { ...file, attempts: [record] }
    if (record.file?.startsWith('b') === true) throw new TypeError('torn')
  }
}

/** Few different values, so that records are alike, the same, and apart in one field. */
const record = fc
  .record({
    file: fc.constantFrom('a.test.ts', 'b.test.ts'),
    test: fc.constantFrom('one', 'two', '\u{1f600}', '\uffff'),
    at: fc.constantFrom(1, 2),
    count: fc.constantFrom(1, 2),
  })
  .map((fields) => recordOf(fields))

/** What one reporter wrote, as one of several runs. */
const suite = fc.array(fc.array(record, { maxLength: 6 }), { minLength: 1, maxLength: 4 }).map((runs) =>
  runs.map((records, index) =>
    evidenceFileOf(
      records.map((r) => ({ ...r, run: `r${index}` })),
      { id: `r${index}` },
    ),
  ),
)

/** The same file as another program may have written it. */
function reordered(file: EvidenceFile): EvidenceFile {
  const turn = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, field]) => [key, turn(field)]),
        )
      : Array.isArray(value)
        ? value.map(turn)
        : value
  return parseEvidenceFile(JSON.stringify(turn(file)), 'reordered')
}

test('mergeEvidenceFiles returns the same bytes for any order and grouping of files, with some of them repeated', () => {
  const files = suite.chain((files) =>
    fc.record({
      files: fc.constant(files),
      more: fc.array(fc.constantFrom(...files, ...files.map(reordered)), { maxLength: 3 }),
      cut: fc.nat(6),
    }),
  )
  fc.assert(
    fc.property(files, fc.infiniteStream(fc.nat(100)), ({ files, more, cut }, numbers) => {
      const all = [...files, ...more]
      const shuffled = all
        .map((file) => ({ file, place: Number(numbers.next().value) }))
        .toSorted((a, b) => a.place - b.place)
      const some = shuffled.map(({ file }) => file)
      const first = parseEvidenceFile(merged(some.slice(0, cut)), 'first')

      const expected = merged(all)

      expect(merged(some)).toBe(expected)
      expect(merged([first, ...some.slice(cut)])).toBe(expected)
      expect(mergedOnDisk(some)).toBe(expected)
    }),
  )
})

test('mergeEvidenceFiles changes nothing in one file', () => {
  fc.assert(
    fc.property(suite, ([file = evidenceFileOf([])]) => {
      expect(merged([file])).toBe(formatEvidenceFile(file))
      expect(merged([file, file])).toBe(formatEvidenceFile(file))
    }),
  )
})

test('mergeEvidenceFiles keeps what one test did twice in the same way', () => {
  const twice = evidenceFileOf([recordOf(), recordOf()])

  expect(mergeEvidenceFiles([twice, evidenceFileOf([recordOf()])]).attempts).toHaveLength(2)
})

test('mergeEvidenceFiles joins the runs of shards, sorted by id', () => {
  const shards = ['0b', '0a'].map((id) => evidenceFileOf([recordOf({ run: id })], { id }))

  expect(mergeEvidenceFiles(shards)).toEqual({
    formatVersion: 1,
    runs: [runOf({ id: '0a' }), runOf({ id: '0b' })],
    attempts: [recordOf({ run: '0a' }), recordOf({ run: '0b' })],
  })
})

test('mergeEvidenceFiles refuses two files that describe one run differently', () => {
  const changed = evidenceFileOf([], { duration: 1 })

  expect(() => mergeEvidenceFiles([evidenceFileOf([]), changed])).toThrow('run 0a: two files describe it differently')
})
