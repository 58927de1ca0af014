import type { Block } from './read-page.ts'
import type { Runner } from './reader.ts'

/** A block of code as a file of the reader's project. */
export interface Code {
  readonly kind: 'config' | 'script' | 'test'
  readonly place: string
  readonly file: string
  readonly text: string
  /** It is shown because it fails. */
  readonly fails: boolean
  /** A command further down runs it. */
  readonly later: boolean
}

// Functions of the reader, which a block may call without importing them.
const tools = [
  'describeWeather',
  'downloadModel',
  'fetchWeather',
  'forecast',
  'reportForecast',
  'upload',
  'weatherTool',
]
const globals = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'test', 'vi']

/**
 * A block is the file that its first line names; else a property of the config (`name: …`), a script where it uses the core
 * without a test, or a test. Statements or a docblock alone are put into one.
 */
export function readCode(block: Block, runner: Runner): Code {
  const [, named] = /^\/\/ ([\w./-]+\.[cm]?[jt]s)\n/.exec(block.text) ?? []
  const isProperty = /^\w+:/.test(block.text)
  const kind = isProperty ? 'config' : kindOf(named, block.text)
  const words = block.words.split(' ')
  return {
    kind,
    place: block.place,
    file: named ?? (isProperty ? `${runner}.config.js` : nameOf(kind, block)),
    text: isProperty ? configOf(block.text, runner) : complete(kind, block, runner),
    fails: words.includes('fails'),
    later: words.includes('later'),
  }
}

function kindOf(named: string | undefined, text: string): Code['kind'] {
  if (named !== undefined && !named.includes('.test.')) return named.includes('.config.') ? 'config' : 'script'
  return text.includes("'@agentguard/core") && !/\b(?:expect|test)\(/.test(text) ? 'script' : 'test'
}

function nameOf(kind: Code['kind'], { line, language }: Block): string {
  return kind === 'script' ? `line-${line}.mts` : `test/line-${line}.test.${language}`
}

function configOf(property: string, runner: Runner): string {
  if (runner === 'jest') return `module.exports = { testEnvironment: 'agentguard', ${property}\n}\n`
  const imports = `import { agentguard } from '@agentguard/vitest'\nimport { defineConfig } from 'vitest/config'\n`
  return `${imports}export default defineConfig({ ${property}\n})\n`
}

function complete(kind: Code['kind'], { text, words }: Block, runner: Runner): string {
  if (kind === 'config') return text
  const code = kind === 'script' || /\b(?:test|it)(?:\.\w+)*\(/.test(text) ? text : inTest(text)
  const used = (names: readonly string[]) =>
    names.filter((name) => {
      const [mentioned, own] = [`\\b${name}\\b`, `(?:import|const|let|function)\\b[^=(\\n]*\\b${name}\\b`]
      return new RegExp(mentioned).test(code) && !new RegExp(own).test(code)
    })
  const isModule = kind === 'script' || runner === 'vitest' || words.includes('esm')
  const imported = [
    takeFrom(
      used(tools),
      `${kind === 'script' ? '.' : '..'}/src/tools/weather.${runner === 'jest' ? 'js' : 'ts'}`,
      isModule,
    ),
    takeFrom(kind === 'test' && runner === 'vitest' ? used(globals) : [], 'vitest', true),
  ]
  // At the end, where nothing comes before a docblock: modules hoist it, and tests run later.
  return `${code}\n${imported.join('')}`
}

/** Leading comments and imports stay where they are, and hooks are placed beside a test. */
function inTest(text: string): string {
  if (/\b(?:before|after)(?:All|Each)\(/.test(text)) return `${text}\ntest('holds', () => {})`
  const lines = text.split('\n')
  const first = lines.findIndex((line) => !/^(?:\/\/|import |$)/.test(line))
  const head = first === -1 ? lines : lines.slice(0, first)
  const body = first === -1 ? [] : lines.slice(first)
  return [...head, "test('holds', async () => {", ...body, '})'].join('\n')
}

function takeFrom(names: readonly string[], from: string, isModule: boolean): string {
  if (names.length === 0) return ''
  return isModule
    ? `import { ${names.join(', ')} } from '${from}'\n`
    : `const { ${names.join(', ')} } = require('${from}')\n`
}
