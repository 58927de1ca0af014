import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEvidencePieces } from '../../../src/cli/io/read-evidence-pieces.ts'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { evidenceFileOf, recordOf, runOf } from '../../run/file/evidence-of-runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-pieces-'))

const piecesOf = (text: string | Buffer) => {
  const path = join(folder, 'evidence.json')
  writeFileSync(path, text)
  return [...readEvidencePieces(path)]
}

test('readEvidencePieces reads what formatEvidenceFile writes, a few records at a time', () => {
  const file = evidenceFileOf(Array.from({ length: 450 }, (_, at) => recordOf({ at, test: `of 7 € and \u{1f600}` })))

  const pieces = piecesOf(formatEvidenceFile(file))

  expect(pieces[0]).toEqual({ ...file, attempts: [] })
  expect(pieces.slice(1).map(({ attempts }) => attempts.length)).toEqual([200, 200, 50])
  expect(pieces.flatMap(({ attempts }) => attempts)).toEqual(file.attempts)
})

test.each([
  ['no records', evidenceFileOf([])],
  ['no runs', { ...evidenceFileOf([]), runs: [] }],
  ['several runs', { ...evidenceFileOf([recordOf({ run: '0b' })]), runs: [runOf(), runOf({ id: '0b' })] }],
])('readEvidencePieces reads a file with %s', (_, file) => {
  const [head, ...rest] = piecesOf(formatEvidenceFile(file))

  expect(head?.runs).toEqual(file.runs)
  expect(rest.flatMap(({ attempts }) => attempts)).toEqual(file.attempts)
})

describe('readEvidencePieces refuses', () => {
  const text = formatEvidenceFile(evidenceFileOf([recordOf(), recordOf({ at: 130 })]))
  const lines = text.split('\n')

  test.each([
    ['a file without its end', lines.slice(0, -2).join('\n')],
    ['a file that ends within a record', text.slice(0, -20)],
    ['a record of no run', text.replace('{"run":"0a"', '{"run":"0z"')],
    ['one line', JSON.stringify(JSON.parse(text))],
    ['other lines', JSON.stringify(JSON.parse(text), null, 2)],
    ['more after the end', `${text}{}`],
    [
      'bytes that are not text',
      Buffer.concat([Buffer.from(text.slice(0, -40)), Buffer.from([0xff]), Buffer.from(text.slice(-40))]),
    ],
  ])('%s', (_, content) => {
    expect(() => piecesOf(content)).toThrow()
  })
})
