import type { Statement } from '@babel/types'
import { type ConfigSource, parseConfigSource } from './config-source.ts'
import { applyEdits, findProperty, insertProperty, quote, rangeOf, type TextEdit } from './edit-source.ts'
import type { Edited } from './edited.ts'

const module = '@agentguard/vitest'

/** Adds the plugin to a Vite or Vitest config. */
export function guardVitest(text: string, path: string): Edited {
  if (text.includes(module)) return { done: true }
  const source = parseConfigSource(text, path)
  if (!source || source.kind === 'json') return { problem: 'the config object cannot be found' }
  const plugins = findProperty(source.object, 'plugins')
  if (!plugins && source.object.properties.some(({ type }) => type === 'SpreadElement')) {
    return { problem: 'what it spreads or computes may have plugins' }
  }
  if (!plugins) {
    const added = insertProperty(source, source.object, 'plugins: [agentguard()]')
    return { text: applyEdits(text, [importOf(source), added]) }
  }
  if (plugins.value.type !== 'ArrayExpression') return { problem: 'its plugins are not a plain list' }
  const { start } = rangeOf(plugins.value)
  const [first] = plugins.value.elements
  const space = first ? text.slice(start + 1, rangeOf(first).start) : ''
  // The list may span several lines, each with an indent.
  const code = first ? `${/^\s*$/.test(space) ? space : ''}agentguard(),${space === '' ? ' ' : ''}` : 'agentguard()'
  return { text: applyEdits(text, [importOf(source), { start: start + 1, end: start + 1, text: code }]) }
}

/** What to write by hand where the config cannot be edited. */
export const vitestLines: readonly string[] = [
  "import { agentguard } from '@agentguard/vitest'",
  'plugins: [agentguard()],',
]

/** A new config, where there is none. */
export const newVitestConfig: string =
  "import { agentguard } from '@agentguard/vitest'\nimport { defineConfig } from 'vitest/config'\n\n" +
  'export default defineConfig({\n  plugins: [agentguard()],\n})\n'

/** Inserts the import before the first statement, after the comments at the head of the file. */
function importOf(source: ConfigSource): TextEdit {
  const { text, kind, body } = source
  const [first] = body
  const start = first ? rangeOf(first).start : 0
  const from = quote(source, module)
  const end = body.some((statement) => endsInSemicolon(text, statement)) ? ';' : ''
  const code = kind === 'cjs' ? `const { agentguard } = require(${from})` : `import { agentguard } from ${from}`
  return { start, end: start, text: `${code}${end}\n${first && isImport(first) ? '' : '\n'}` }
}

function isImport(statement: Statement): boolean {
  return statement.type === 'ImportDeclaration' || statement.type === 'VariableDeclaration'
}

function endsInSemicolon(text: string, statement: Statement): boolean {
  return text[rangeOf(statement).end - 1] === ';'
}
