import { expect, test } from 'vitest'
import { createTable } from '../../../src/run/lock/create-table.ts'
import { formatTable } from '../../../src/run/lock/format-table.ts'
import { attemptOf, culpritOf, evidenceFileOf } from './evidence-file-of.ts'

const evidence = evidenceFileOf([
  attemptOf({ test: 'weather tool > reports', culprit: culpritOf('undici') }),
  attemptOf({ test: 'weather tool > deep > again', host: 'b.example.com', rule: '*.example.com' }),
  attemptOf({ test: 'search tool > finds', host: 'search.example.com', rule: '*.example.com' }),
  attemptOf({
    test: 'search tool > finds',
    host: 'us.i.posthog.com',
    outcome: 'muted',
    rule: 'us.i.posthog.com',
    culprit: culpritOf('posthog-node'),
  }),
  attemptOf({ test: 'is alone', file: 'test/b.test.ts' }),
  attemptOf({ test: 'blocked tool > tries', outcome: 'blocked', rule: undefined, reason: 'not-allowed' }),
])

test('a table has one row for each tool of each test file, and no row for a tool that reaches nothing', () => {
  expect(formatTable(createTable(evidence), 'markdown')).toBe(`| tool | file | reaches | packages | muted |
| --- | --- | --- | --- | --- |
| \`search tool\` | \`test/a.test.ts\` | \`search.example.com:443\` | \`posthog-node\` | \`us.i.posthog.com:443\` |
| \`weather tool\` | \`test/a.test.ts\` | \`api.weather.com:443\`, \`b.example.com:443\` | \`undici\` |  |
|  | \`test/b.test.ts\` | \`api.weather.com:443\` |  |  |
`)
})

test('a table as JSON has rules and packages of each destination, whatever the order of the evidence', () => {
  const turned = { ...evidence, attempts: evidence.attempts.toReversed() }

  expect(JSON.parse(formatTable(createTable(evidence), 'json'))).toMatchObject([
    { file: 'test/a.test.ts', tool: 'search tool', muted: [{ destination: 'us.i.posthog.com:443' }] },
    {
      tool: 'weather tool',
      reaches: [{ rules: ['api.weather.com'], packages: ['undici'] }, { rules: ['*.example.com'] }],
    },
    { file: 'test/b.test.ts' },
  ])
  expect(formatTable(createTable(turned), 'json')).toBe(formatTable(createTable(evidence), 'json'))
})
