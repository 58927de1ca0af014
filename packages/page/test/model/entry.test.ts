import { expect, test } from 'vitest'
import { createEntries, isPackage } from '../../src/model/entry.ts'
import { entriesOf, pageEvidenceOf } from '../page-evidence-of.ts'
import { sampleEvidence } from '../sample-evidence.ts'

const line = { file: 'src/a.ts', line: 1, column: 1 }

test('createEntries attributes an attempt to the project only where a line of it was seen', () => {
  const names = entriesOf({ from: line }, {}).map((entry) => entry.package)

  expect(names).toEqual(['your own code', 'unknown code'])
  expect(names.some(isPackage)).toBe(false)
})

test('createEntries names the project of a file, and its root where runs have several', () => {
  const file = sampleEvidence(1)
  const attempts = file.attempts.map((record) => ({ ...record, run: 'run-1', file: 'a.test.ts', project: 'node' }))
  const evidence = pageEvidenceOf({ ...file, attempts })
  const inRoots = (...roots: readonly string[]): string | undefined =>
    createEntries({ ...evidence, runs: evidence.runs.map((run, index) => ({ ...run, root: roots[index] ?? '' })) })[0]
      ?.file

  expect(inRoots('apps/one', 'apps/two')).toBe('apps/one/a.test.ts (node)')
  expect(inRoots('apps/one', 'apps/one')).toBe('a.test.ts (node)')
})
