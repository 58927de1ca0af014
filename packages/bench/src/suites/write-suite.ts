import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Variant } from '../variants.ts'

export type Runner = 'jest' | 'vitest'

export interface SuiteInput {
  readonly directory: string
  readonly runner: Runner
  readonly variant: Variant
  readonly files: number
}

const testsInFile = 5

/** Writes a project as a user has it: a tool, tests of it that reach nothing, and a config that names the guard. */
export async function writeSuite({ directory, runner, variant, files }: SuiteInput): Promise<void> {
  await mkdir(join(directory, 'tests'), { recursive: true })
  const put = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text)
  await put('package.json', '{ "private": true, "type": "commonjs" }\n')
  await put(runner === 'jest' ? 'weather.js' : 'weather.mjs', toolOf(runner))
  await put(runner === 'jest' ? 'jest.config.js' : 'vitest.config.mjs', configOf(runner, variant))
  await put(runner === 'jest' ? 'setup.js' : 'setup.mjs', setupOf(runner, variant))
  for (let file = 0; file < files; file += 1) {
    await put(`tests/tool-${file}.test.${runner === 'jest' ? 'js' : 'mjs'}`, testsOf(runner, file))
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

function testsOf(runner: Runner, file: number): string {
  const head =
    runner === 'jest'
      ? `const { Weather } = require('../weather.js')\n`
      : `import { describe, expect, it } from 'vitest'\nimport { Weather } from '../weather.mjs'\n`
  const tests = Array.from({ length: testsInFile }, (_, test) => {
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
  transform: {},
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

/** What each peer's documentation says to put into a setup file. */
const setups: Partial<
  Readonly<Record<Variant, { readonly name: string; readonly from: string; readonly text: string }>>
> = {
  'mock-agent': {
    name: '{ MockAgent, setGlobalDispatcher }',
    from: 'undici',
    text: 'const agent = new MockAgent()\nagent.disableNetConnect()\nsetGlobalDispatcher(agent)\n',
  },
  msw: { name: '{ setupServer }', from: 'msw/node', text: `setupServer().listen({ onUnhandledFrame: 'error' })\n` },
  nock: { name: 'nock', from: 'nock', text: 'nock.disableNetConnect()\n' },
}

function setupOf(runner: Runner, variant: Variant): string {
  const setup = setups[variant]
  if (!setup) return ''
  const { name, from, text } = setup
  return runner === 'jest' ? `const ${name} = require('${from}')\n${text}` : `import ${name} from '${from}'\n${text}`
}
