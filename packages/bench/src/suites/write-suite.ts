import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
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
  if (runner === 'jest') await bundleSetup(join(directory, 'setup.js'), setupOf(variant))
  else await put('setup.mjs', setupOf(variant))
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
  const hasSetup = setupOf(variant) !== ''
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

function setupOf(variant: Variant): string {
  const setup = setups[variant]
  return setup ? `import ${setup.name} from '${setup.from}'\n${setup.text}` : ''
}

/**
 * Jest cannot `require` ES modules, which msw 3 and nock 15 are. Their users transform them; one file that is bundled before
 * anything is measured costs less than that, so it errs in their favour.
 */
async function bundleSetup(outfile: string, contents: string): Promise<void> {
  const stdin = { contents, resolveDir: import.meta.dirname }
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent', plugins: [urls] })
}

/** CommonJS has no `import.meta`: what a module reads beside itself stays where it is. */
const urls: Plugin = {
  name: 'urls',
  setup: (build) => {
    build.onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: source.replaceAll('import.meta.url', url), loader: 'js' }
    })
  },
}
