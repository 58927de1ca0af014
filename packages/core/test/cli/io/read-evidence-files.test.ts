import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEvidenceFiles } from '../../../src/cli/io/read-evidence-files.ts'
import { writeOutput } from '../../../src/cli/io/write-output.ts'
import { fileOf, recordOf } from '../../run/file/sample-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-read-'))

test('readEvidenceFiles reads each named file', () => {
  const paths = ['a.json', 'b.json'].map((name) => join(folder, name))
  for (const path of paths) writeFileSync(path, JSON.stringify(fileOf([recordOf()])))

  expect(readEvidenceFiles(paths)).toEqual([fileOf([recordOf()]), fileOf([recordOf()])])
})

test('readEvidenceFiles says how to make evidence where no file is named and none exists', () => {
  expect(() => readEvidenceFiles([])).toThrow(
    new TypeError(
      '.agentguard/evidence.json: there is no evidence to read (ENOENT). ' +
        "Run the tests with the reporter's option json: true ('agentguard init --reporter' adds it), or name a file.",
    ),
  )
  expect(() => readEvidenceFiles([join(folder, 'none.json')])).toThrow('Name files that exist')
})

test('writeOutput makes the folder of a file', () => {
  const path = join(folder, 'deep/er/out.txt')
  writeOutput('text\n', path)

  expect(readFileSync(path, 'utf8')).toBe('text\n')
  expect(() => writeOutput('text', join(path, 'below'))).toThrow('it cannot be written')
})
