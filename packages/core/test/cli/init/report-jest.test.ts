import { expect, test } from 'vitest'
import { recordJest, reportJest } from '../../../src/cli/init/report-jest.ts'

const ours = "['jest-environment-agentguard/reporter', { json: true }]"
const bareOurs = "'jest-environment-agentguard/reporter'"
const inJson = '["jest-environment-agentguard/reporter", { "json": true }]'

test.each<[string, string, string, string]>([
  [
    'a config without reporters',
    'jest.config.js',
    'export default {\n  verbose: true,\n}\n',
    `export default {\n  reporters: [${ours}, 'default'],\n  verbose: true,\n}\n`,
  ],
  [
    'a list on one line',
    'jest.config.js',
    "export default { reporters: ['default', 'github-actions'] }",
    `export default { reporters: [${ours}, 'default', 'github-actions'] }`,
  ],
  [
    'a list over lines',
    'jest.config.js',
    "export default {\n  reporters: [\n    'default',\n    ['jest-junit', {}], // Why\n  ],\n}\n",
    `export default {\n  reporters: [\n    ${ours},\n    'default',\n    ['jest-junit', {}], // Why\n  ],\n}\n`,
  ],
  ['an empty list', 'jest.config.js', 'export default { reporters: [] }', `export default { reporters: [${ours}] }`],
  [
    'package.json',
    'package.json',
    '{\n  "jest": {\n    "reporters": ["default"]\n  }\n}\n',
    `{\n  "jest": {\n    "reporters": [${inJson}, "default"]\n  }\n}\n`,
  ],
  ['JSON', 'jest.config.json', '{}', `{\n  "reporters": [${inJson}, "default"]\n}`],
  [
    'a config of projects',
    'jest.config.js',
    'export default { projects: [] }',
    `export default { reporters: [${ours}, 'default'], projects: [] }`,
  ],
])('reportJest changes %s', (_, path, before, after) => {
  expect(recordJest(before, path)).toEqual({ text: after })
  expect(recordJest(after, path)).toEqual({ done: true })
  expect(reportJest(after, path)).toEqual({ done: true })
  const bare = after.replace(ours, bareOurs).replace(inJson, '"jest-environment-agentguard/reporter"')
  expect(reportJest(before, path)).toEqual({ text: bare })
  expect(recordJest(bare, path)).toEqual({ text: after })
})

test('reportJest keeps the options of an existing reporter', () => {
  const config = "export default { reporters: [['jest-environment-agentguard/reporter', {}]] }"

  expect(recordJest(config, 'jest.config.js')).toEqual({ done: true })
})

test.each<[string, string, string]>([
  ['reporters from elsewhere', 'export default { reporters: list }', 'are not a plain list'],
  ['a spread', 'export default { ...base }', 'may have reporters'],
  ['a preset', "export default { preset: 'mine' }", 'its preset may have reporters'],
  ['a call', 'export default make({})', 'cannot be found'],
])('reportJest leaves %s to its author', (_, text, problem) => {
  expect(reportJest(text, 'jest.config.js')).toEqual({ problem: expect.stringContaining(problem) as string })
})
