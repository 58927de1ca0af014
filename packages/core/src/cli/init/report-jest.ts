import type { ArrayExpression } from '@babel/types'
import { type ConfigSource, parseConfigSource } from './config-source.ts'
import {
  prependElement,
  applyEdits,
  findProperty,
  hasHiddenProperties,
  insertProperty,
  quote,
  replaceNode,
} from './edit-source.ts'
import type { Edited } from './edited.ts'
import { configOf, hasOpenPreset, key } from './guard-jest.ts'

const reporter = 'jest-environment-agentguard/reporter'

/**
 * Adds the reporter to a Jest config. It fails a run for violations that can no longer fail a test. It comes before
 * reporters that print, since it shortens the text that they print for a file.
 */
export function reportJest(text: string, path: string): Edited {
  return addReporter(text, path, (source) => quote(source, reporter))
}

/** The same, with the option that writes the evidence which other verbs read. */
export function recordJest(text: string, path: string): Edited {
  return addReporter(text, path, (source) => `[${quote(source, reporter)}, { ${key(source, 'json')}: true }]`)
}

function addReporter(text: string, path: string, write: (source: ConfigSource) => string): Edited {
  const source = parseConfigSource(text, path)
  const object = source && configOf(source, path)
  if (!object) return { problem: 'the config object cannot be found' }
  const code = write(source)
  const reporters = findProperty(object, 'reporters')?.value
  if (!reporters) {
    if (hasHiddenProperties(object)) return { problem: 'what it spreads or computes may have reporters' }
    if (hasOpenPreset(object)) return { problem: 'its preset may have reporters' }
    const added = `${key(source, 'reporters')}: [${code}, ${quote(source, 'default')}]`
    return { text: applyEdits(text, [insertProperty(source, object, added)]) }
  }
  if (reporters.type !== 'ArrayExpression') return { problem: 'its reporters are not a plain list' }
  const present = findReporter(reporters)
  const isBare = present?.type === 'StringLiteral' && code !== quote(source, reporter)
  if (present && isBare) return { text: applyEdits(text, [replaceNode(present, code)]) }
  if (present) return { done: true }
  return { text: applyEdits(text, [prependElement(source, reporters, code)]) }
}

/** What to write by hand where the config cannot be edited. */
export const jestReporterLines: readonly string[] = [`reporters: ['${reporter}', 'default'],`]
export const jestRecorderLines: readonly string[] = [`reporters: [['${reporter}', { json: true }], 'default'],`]

function findReporter({ elements }: ArrayExpression): ArrayExpression['elements'][number] | undefined {
  return elements.find((element) => {
    const name = element?.type === 'ArrayExpression' ? element.elements[0] : element
    return name?.type === 'StringLiteral' && name.value === reporter
  })
}
