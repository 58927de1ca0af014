import { expect, test } from 'vitest'
import { guardJest } from '../../../src/cli/init/guard-jest.ts'

test.each<[string, string, string, string]>([
  [
    'an object',
    'jest.config.js',
    'export default {\n  verbose: true,\n}\n',
    "export default {\n  testEnvironment: 'agentguard',\n  verbose: true,\n}\n",
  ],
  [
    'an object on one line',
    'jest.config.js',
    'export default { verbose: true }',
    "export default { testEnvironment: 'agentguard', verbose: true }",
  ],
  [
    'an empty object',
    'jest.config.js',
    'export default {}\n',
    "export default {\n  testEnvironment: 'agentguard',\n}\n",
  ],
  [
    'CommonJS with tabs',
    'jest.config.cjs',
    'module.exports = {\n\t// Why\n\tverbose: true\n};\n',
    "module.exports = {\n\ttestEnvironment: 'agentguard',\n\t// Why\n\tverbose: true\n};\n",
  ],
  [
    'TypeScript',
    'jest.config.ts',
    'import type { Config } from "jest";\n\nconst config: Config = {\n  preset: "ts-jest",\n};\n\nexport default config;\n',
    'import type { Config } from "jest";\n\nconst config: Config = {\n  testEnvironment: "agentguard",\n  preset: "ts-jest",\n};\n\nexport default config;\n',
  ],
  [
    'what next/jest makes',
    'jest.config.js',
    "const nextJest = require('next/jest')\nconst createJestConfig = nextJest({ dir: './' })\nconst config = {\n  testEnvironment: 'jsdom',\n}\nmodule.exports = createJestConfig(config)\n",
    "const nextJest = require('next/jest')\nconst createJestConfig = nextJest({ dir: './' })\nconst config = {\n  testEnvironmentOptions: { base: 'jsdom' },\n  testEnvironment: 'agentguard',\n}\nmodule.exports = createJestConfig(config)\n",
  ],
  [
    'projects that are written in it',
    'jest.config.js',
    "module.exports = {\n  projects: [{ displayName: 'a' }, { testEnvironment: 'node' }],\n}\n",
    "module.exports = {\n  projects: [{ testEnvironment: 'agentguard', displayName: 'a' }, { testEnvironment: 'agentguard' }],\n}\n",
  ],
  [
    'satisfies',
    'jest.config.ts',
    'export default { verbose: true } satisfies Config',
    "export default { testEnvironment: 'agentguard', verbose: true } satisfies Config",
  ],
  [
    'an async function',
    'jest.config.mjs',
    'export default async () => {\n  return {\n    verbose: true,\n  }\n}\n',
    "export default async () => {\n  return {\n    testEnvironment: 'agentguard',\n    verbose: true,\n  }\n}\n",
  ],
  [
    'JSON',
    'jest.config.json',
    '{\n  "verbose": true\n}\n',
    '{\n  "testEnvironment": "agentguard",\n  "verbose": true\n}\n',
  ],
  [
    'package.json',
    'package.json',
    '{\n  "name": "a",\n  "files": ["dist"],\n  "jest": {}\n}\n',
    '{\n  "name": "a",\n  "files": ["dist"],\n  "jest": {\n    "testEnvironment": "agentguard"\n  }\n}\n',
  ],
  [
    'the environment of Node',
    'jest.config.js',
    "module.exports = { testEnvironment: 'node' }",
    "module.exports = { testEnvironment: 'agentguard' }",
  ],
  [
    'another environment',
    'jest.config.js',
    "export default {\n  testEnvironment: 'jsdom',\n}",
    "export default {\n  testEnvironmentOptions: { base: 'jsdom' },\n  testEnvironment: 'agentguard',\n}",
  ],
  [
    'another environment with options',
    'jest.config.json',
    '{"testEnvironment":"jsdom","testEnvironmentOptions":{"url":"http://a.test"}}',
    '{"testEnvironment":"agentguard","testEnvironmentOptions":{ "base": "jsdom","url":"http://a.test"}}',
  ],
])('guardJest changes %s', (_, path, before, after) => {
  expect(guardJest(before, path)).toEqual({ text: after })
  expect(guardJest(after, path)).toEqual({ done: true })
})

test.each<[string, string, string]>([
  ['projects', 'export default { projects: [] }', 'it has projects'],
  ['a preset', "export default { preset: 'react-native' }", 'its preset may name an environment'],
  ['a spread', 'export default { ...base }', 'what it spreads or computes may name an environment'],
  ['a computed environment', 'export default { testEnvironment: env }', 'is not a plain string'],
  ['a call', 'export default createConfig({ a: 1 })', 'cannot be found'],
  ['several ways out', 'export default () => { if (a) return {}; return { b: 1 } }', 'cannot be found'],
  ['two configs', 'let config = {}\nmodule.exports = config', 'cannot be found'],
  ['no config', 'console.log(1)', 'cannot be found'],
  ['what cannot be parsed', 'export default {', 'cannot be found'],
])('guardJest leaves %s to its author', (_, text, problem) => {
  expect(guardJest(text, 'jest.config.js')).toEqual({ problem: expect.stringContaining(problem) as string })
})
