import type { CallExpression, Node } from '@babel/types'
import { parseConfigSource } from './config-source.ts'
import { applyEdits, findProperty, insertProperty, rangeOf } from './edit-source.ts'
import type { Edited } from './edited.ts'

/** Makes the plugin in a Vitest config write the evidence that other verbs read. */
export function reportVitest(text: string, path: string): Edited {
  const source = parseConfigSource(text, path)
  if (!source) return { problem: 'the config object cannot be found' }
  const plugins = findProperty(source.object, 'plugins')?.value
  const calls = plugins?.type === 'ArrayExpression' ? plugins.elements.filter(isOurs) : []
  const [call] = calls
  if (!call || calls.length > 1) return { problem: 'no single call of agentguard() can be found' }
  const [options] = call.arguments
  if (!options) {
    const { end } = rangeOf(call)
    return { text: applyEdits(text, [{ start: end - 1, end: end - 1, text: '{ report: { json: true } }' }]) }
  }
  if (options.type !== 'ObjectExpression') return { problem: 'the options of agentguard() are not a plain object' }
  if (findProperty(options, 'report')) return { done: true }
  return { text: applyEdits(text, [insertProperty(source, options, 'report: { json: true }')]) }
}

/** What to write by hand where the config cannot be edited. */
export const vitestReporterLines: readonly string[] = ['agentguard({ report: { json: true } })']

function isOurs(element: Node | null): element is CallExpression {
  return (
    element?.type === 'CallExpression' && element.callee.type === 'Identifier' && element.callee.name === 'agentguard'
  )
}
