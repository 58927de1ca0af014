import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Variant } from '../variants.ts'

export type Runner = 'jest' | 'vitest'

export interface SuiteInput {
  readonly directory: string
  readonly runner: Runner
  readonly variant: Variant
  readonly files: number
  readonly tests: number
}

/** Writes a project as a user has it: a tool, tests of it that reach nothing, and a config that names the guard. */
export async function writeSuite({ directory, runner, variant, files, tests }: SuiteInput): Promise<void> {
  await mkdir(join(directory, 'tests'), { recursive: true })
  const put = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text)
  await put('package.json', '{ "private": true, "type": "commonjs" }\n')
  await put(runner === 'jest' ? 'weather.js' : 'weather.mjs', toolOf(runner))
  await put(runner === 'jest' ? 'jest.config.js' : 'vitest.config.mjs', configOf(runner, variant))
  await put(runner === 'jest' ? 'setup.js' : 'setup.mjs', setupOf(runner, variant))
  if (runner === 'jest') await put('to-commonjs.js', transformer)
  for (let file = 0; file < files; file += 1) {
    await put(`tests/tool-${file}.test.${runner === 'jest' ? 'js' : 'mjs'}`, testsOf(runner, file, tests))
  }
}

function toolOf(runner: Runner): string {
  const body = `class Weather {
  constructor(agent = new http.Agent({ keepAlive: true })) { this.agent = agent }
  describe(city, degrees) { return city.trim() + ' has ' + Math.round(degrees) + ' °C' }
  async ask(city, fetchDegrees) { return this.describe(city, await fetchDegrees(city)) }
}\n`
  return runner === 'jest'
    ? `const http = require('node:http')\n${body}module.exports = { Weather }\n`
    : `import http from 'node:http'\n${body}export { Weather }\n`
}

function testsOf(runner: Runner, file: number, count: number): string {
  const head =
    runner === 'jest'
      ? `const { Weather } = require('../weather.js')\n`
      : `import { describe, expect, it } from 'vitest'\nimport { Weather } from '../weather.mjs'\n`
  const tests = Array.from({ length: count }, (_, test) => {
    return `  it('describes city ${test}', async () => {
    const text = await new Weather().ask(' city ${test} ', async () => ${file + test}.4)
    expect(text).toBe('city ${test} has ${file + test} °C')
  })\n`
  })
  return `${head}describe('weather tool ${file}', () => {\n${tests.join('')}})\n`
}

function configOf(runner: Runner, variant: Variant): string {
  const hasSetup = setupOf(runner, variant) !== ''
  if (runner === 'jest') {
    return `module.exports = {
  testEnvironment: '${variant === 'agentguard' ? 'agentguard' : 'node'}',
  setupFiles: ${hasSetup ? `['<rootDir>/setup.js']` : '[]'},
  transform: ${setups[variant]?.isModule ? `{ '/node_modules/.+[.]m?js$': '<rootDir>/to-commonjs.js' }` : '{}'},
  transformIgnorePatterns: [],
  watchman: false,
  cacheDirectory: '<rootDir>/.cache',
}\n`
  }
  const guard = variant === 'agentguard'
  return `${guard ? `import { agentguard } from '@agentguard/vitest'\n` : ''}export default {
  plugins: [${guard ? 'agentguard()' : ''}],
  test: { include: ['tests/*.test.mjs'], setupFiles: ${hasSetup ? `['./setup.mjs']` : '[]'} },
}\n`
}

interface Setup {
  readonly name: string
  readonly from: string
  readonly text: string
  /** Comes as an ES module only, which Jest cannot `require`. */
  readonly isModule?: true
}

/** What each peer's documentation says to put into a setup file. */
const setups: Partial<Readonly<Record<Variant, Setup>>> = {
  'mock-agent': {
    name: '{ MockAgent, setGlobalDispatcher }',
    from: 'undici',
    text: 'const agent = new MockAgent()\nagent.disableNetConnect()\nsetGlobalDispatcher(agent)\n',
  },
  msw: {
    name: '{ setupServer }',
    from: 'msw/node',
    text: `setupServer().listen({ onUnhandledFrame: 'error' })\n`,
    isModule: true,
  },
  nock: { name: '{ default: nock }', from: 'nock', text: 'nock.disableNetConnect()\n', isModule: true },
}

function setupOf(runner: Runner, variant: Variant): string {
  const setup = setups[variant]
  if (!setup) return ''
  const { name, from, text } = setup
  if (runner === 'jest') return `const ${name} = require('${from}')\n${text}`
  return `import ${name.replace(':', ' as')} from '${from}'\n${text}`
}

/** What users of ES modules give Jest: each file is transformed once, and comes from the cache in what is measured. */
const transformer = `const { transformSync } = require('esbuild')
const { pathToFileURL } = require('node:url')
const options = { format: 'cjs', platform: 'node', target: 'node22' }
module.exports = {
  process(source, path) {
    const url = JSON.stringify(pathToFileURL(path).href)
    return { code: transformSync(source.replaceAll('import.meta.url', url), options).code }
  },
}
`
