import { expect, test } from 'vitest'
import { reportVitest } from '../../../src/cli/init/report-vitest.ts'

const line = "import { agentguard } from '@agentguard/vitest'\n"

test.each<[string, string, string]>([
  [
    'a call without options',
    'export default { plugins: [agentguard(), react()] }',
    'export default { plugins: [agentguard({ report: { json: true } }), react()] }',
  ],
  [
    'a call with options',
    "export default defineConfig({\n  plugins: [\n    agentguard({\n      allow: ['a.com'],\n    }),\n  ],\n})\n",
    "export default defineConfig({\n  plugins: [\n    agentguard({\n      report: { json: true },\n      allow: ['a.com'],\n    }),\n  ],\n})\n",
  ],
])('reportVitest changes %s', (_, before, after) => {
  expect(reportVitest(line + before, 'vitest.config.ts')).toEqual({ text: line + after })
  expect(reportVitest(line + after, 'vitest.config.ts')).toEqual({ done: true })
})

test.each<[string, string, string]>([
  ['plugins from elsewhere', 'export default { plugins: list }', 'no single call of agentguard() can be found'],
  ['a call of another', 'export default make({})', 'the config object cannot be found'],
  [
    'two calls',
    'export default { plugins: [agentguard(), agentguard()] }',
    'no single call of agentguard() can be found',
  ],
  ['options from elsewhere', 'export default { plugins: [agentguard(options)] }', 'are not a plain object'],
])('reportVitest leaves %s to its author', (_, text, problem) => {
  expect(reportVitest(line + text, 'vitest.config.ts')).toEqual({ problem: expect.stringContaining(problem) as string })
})
