import type { ArrayExpression } from '@babel/types'
import { parseConfigSource } from './config-source.ts'
import { appendElement, applyEdits, findProperty, hasHiddenProperties, insertProperty, quote } from './edit-source.ts'
import type { Edited } from './edited.ts'
import { configOf, hasOpenPreset, key } from './guard-jest.ts'

const reporter = 'jest-environment-agentguard/reporter'

/** The text of a Jest config with the reporter in it, which writes the evidence that other verbs read. */
export function reportJest(text: string, path: string): Edited {
  const source = parseConfigSource(text, path)
  const object = source && configOf(source, path)
  if (!object) return { problem: 'the object that is the config cannot be told' }
  const code = `[${quote(source, reporter)}, { ${key(source, 'json')}: true }]`
  const reporters = findProperty(object, 'reporters')?.value
  if (!reporters) {
    if (hasHiddenProperties(object)) return { problem: 'what it takes over may have reporters' }
    if (hasOpenPreset(object)) return { problem: 'its preset may have reporters' }
    const added = `${key(source, 'reporters')}: [${quote(source, 'default')}, ${code}]`
    return { text: applyEdits(text, [insertProperty(source, object, added)]) }
  }
  if (reporters.type !== 'ArrayExpression') return { problem: 'its reporters are no plain list' }
  if (hasReporter(reporters)) return { done: true }
  return { text: applyEdits(text, [appendElement(source, reporters, code)]) }
}

/** What to write where we cannot. */
export const jestReporterLines: readonly string[] = [`reporters: ['default', ['${reporter}', { json: true }]],`]

function hasReporter({ elements }: ArrayExpression): boolean {
  return elements.some((element) => {
    const name = element?.type === 'ArrayExpression' ? element.elements[0] : element
    return name?.type === 'StringLiteral' && name.value === reporter
  })
}
