import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verbs } from '../../src/cli/verbs/verbs.ts'
import { precedence } from '../../src/policy/precedence/precedence.ts'
import { presets } from '../../src/policy/rules/preset.ts'

const docs = join(import.meta.dirname, '../../../../docs')
const page = readFileSync(join(docs, 'cli.md'), 'utf8')
const policyPage = readFileSync(join(docs, 'policy.md'), 'utf8')

test('docs/cli.md has a chapter for each verb, in the order of the help', () => {
  expect([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(verbs.map(({ name }) => name))
})

test('docs/policy.md has the rows of the table of precedence', () => {
  const rows = [...policyPage.matchAll(/^\| \d+ +\| (.*?) +\|$/gm)].map(([, says]) => says)

  expect(rows).toEqual(precedence.map(({ says }) => says))
})

test('docs/policy.md lists every preset', () => {
  const rows = [...policyPage.matchAll(/^\| `preset:([\w-]+)` +\| (.*?) +\|/gm)]
  const listed = rows.map(([, name = '', rules = '']) => [name, rules.replaceAll('`', '').split(' ')])

  expect(Object.fromEntries(listed)).toEqual(presets)
})
