import { expect, test } from 'vitest'
import { guardVitest, newVitestConfig } from '../../../src/cli/init/guard-vitest.ts'

const line = "import { agentguard } from '@agentguard/vitest'\n"

test.each<[string, string, string]>([
  [
    'a config without plugins',
    "import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({\n  test: {},\n})\n",
    `${line}import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({\n  plugins: [agentguard()],\n  test: {},\n})\n`,
  ],
  ['an empty list of plugins', 'export default { plugins: [] }', `${line}\nexport default { plugins: [agentguard()] }`],
  [
    'a list on one line',
    'export default { plugins: [react()] }',
    `${line}\nexport default { plugins: [agentguard(), react()] }`,
  ],
  [
    'a list over lines',
    'export default {\n  plugins: [\n    react(),\n  ],\n}',
    `${line}\nexport default {\n  plugins: [\n    agentguard(),\n    react(),\n  ],\n}`,
  ],
  [
    'a list with a comment',
    'export default { plugins: [/* first */ react()] }',
    `${line}\nexport default { plugins: [agentguard(),/* first */ react()] }`,
  ],
  [
    'a function',
    'export default defineConfig(({ mode }) => ({\n  plugins: [],\n}))\n',
    `${line}\nexport default defineConfig(({ mode }) => ({\n  plugins: [agentguard()],\n}))\n`,
  ],
  [
    'a merged config',
    'export default mergeConfig(base, defineConfig({ test: {} }))',
    `${line}\nexport default mergeConfig(base, defineConfig({ plugins: [agentguard()], test: {} }))`,
  ],
  [
    'a comment at the head, and semicolons',
    '// Why\nimport a from "a";\nexport default {};\n',
    '// Why\nimport { agentguard } from "@agentguard/vitest";\nimport a from "a";\nexport default {\n  plugins: [agentguard()],\n};\n',
  ],
  [
    'CommonJS',
    "const { defineConfig } = require('vitest/config')\nmodule.exports = defineConfig({})\n",
    "const { agentguard } = require('@agentguard/vitest')\nconst { defineConfig } = require('vitest/config')\nmodule.exports = defineConfig({\n  plugins: [agentguard()],\n})\n",
  ],
])('guardVitest changes %s', (_, before, after) => {
  expect(guardVitest(before, 'vitest.config.ts')).toEqual({ text: after })
  expect(guardVitest(after, 'vitest.config.ts')).toEqual({ done: true })
})

test.each<[string, string, string]>([
  ['plugins from elsewhere', 'export default { plugins: list }', 'are not a plain list'],
  ['a spread', 'export default { ...base }', 'may have plugins'],
  ['a call', 'export default make({})', 'cannot be found'],
])('guardVitest leaves %s to its author', (_, text, problem) => {
  expect(guardVitest(text, 'vitest.config.ts')).toEqual({ problem: expect.stringContaining(problem) as string })
})

test('guardVitest finds the config that agentguard init writes already set up', () => {
  expect(guardVitest(newVitestConfig, 'vitest.config.mjs')).toEqual({ done: true })
})
