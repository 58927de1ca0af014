import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPhrases } from '../../../../scripts/phrases.ts'

const root = join(import.meta.dirname, '../../../..')
const texts = /\.(?:[cm]?[jt]sx?|md|json|ipynb|ya?ml)$/
// The list itself and its test, what generated or released, and what others wrote.
const exempt = /^docs\/style\.md$|phrases\.test\.ts$|CHANGELOG|^pnpm-lock|^CODE_OF_CONDUCT/

test('no text of the repository has a phrase that the style page replaces', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  const checked = files.filter((file) => texts.test(file) && !exempt.test(file))
  const found = checked.flatMap((file) =>
    findPhrases(readFileSync(join(root, file), 'utf8')).map(
      ({ line, phrase, instead }) => `${file}:${line}: '${phrase}', write: ${instead}`,
    ),
  )

  expect(checked.length).toBeGreaterThan(1000)
  expect(found).toEqual([])
})

test('findPhrases finds whole words, in upper or lower case, with their line', () => {
  const text =
    'The test is reported.\nNobody listens there, and the test is told.\nIt understands, and commends.\nThere is no egress lock.'

  expect(findPhrases(text).map(({ line, phrase }) => [line, phrase])).toEqual([
    [2, 'is told'],
    [2, 'nobody'],
  ])
})
