import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verbs } from '../../src/cli/verbs.ts'
import { presets } from '../../src/policy/preset.ts'
import { agentguard } from './agentguard.ts'

const docs = join(import.meta.dirname, '../../../../docs')
const page = readFileSync(join(docs, 'cli.md'), 'utf8')

test.each([[['--help']], ...verbs.map(({ name }) => [[name, '--help']])])(
  'docs/cli.md shows what agentguard %j prints',
  (args) => {
    expect(page).toContain(`\`\`\`text\n${agentguard(args).stdout.trimEnd()}\n\`\`\``)
  },
)

test('docs/cli.md has a chapter for each verb, in the order of the help', () => {
  expect([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(verbs.map(({ name }) => name))
})

test('docs/policy.md lists the presets there are', () => {
  const rows = [...readFileSync(join(docs, 'policy.md'), 'utf8').matchAll(/^\| `preset:([\w-]+)` +\| (.*?) +\|/gm)]
  const listed = rows.map(([, name = '', rules = '']) => [name, rules.replaceAll('`', '').split(' ')])

  expect(Object.fromEntries(listed)).toEqual(presets)
})
