import type { ObjectExpression } from '@babel/types'
import { type ConfigSource, parseConfigSource } from './config-source.ts'
import type { Edited } from './edited.ts'
import { applyEdits, findProperty, hasHiddenProperties, insertProperty, quote, replaceNode } from './edit-source.ts'

/** The name under which Jest finds our environment. */
const environment = 'agentguard'
const ours: readonly string[] = [environment, 'jest-environment-agentguard']
const plain: readonly string[] = ['node', 'jest-environment-node']

/** The text of a Jest config with the environment in it. */
export function guardJest(text: string, path: string): Edited {
  const source = parseConfigSource(text, path)
  const object = source && configOf(source, path)
  if (!object) return { problem: 'the object that is the config cannot be told' }
  if (findProperty(object, 'projects')) return { problem: 'it has projects, each with an environment of its own' }
  const current = findProperty(object, 'testEnvironment')
  if (!current) return addEnvironment(source, object)
  const { value } = current
  if (value.type !== 'StringLiteral') return { problem: 'its testEnvironment is no plain string' }
  if (ours.includes(value.value)) return { done: true }
  const edits = [replaceNode(value, quote(source, environment))]
  if (plain.includes(value.value)) return { text: applyEdits(text, edits) }
  const options = findProperty(object, 'testEnvironmentOptions')
  const base = `${key(source, 'base')}: ${quote(source, value.value)}`
  if (!options) {
    const added = `${key(source, 'testEnvironmentOptions')}: { ${base} }`
    return { text: applyEdits(text, [...edits, insertProperty(source, object, added)]) }
  }
  if (options.value.type !== 'ObjectExpression') return { problem: 'its testEnvironmentOptions are no plain object' }
  return { text: applyEdits(text, [...edits, insertProperty(source, options.value, base)]) }
}

/** What to write where we cannot. */
export const jestLines: readonly string[] = [
  "testEnvironment: 'agentguard',",
  "testEnvironmentOptions: { base: 'jsdom' }, // only where it was another one than 'node'",
]

/** A config of its own, where there is none. */
export const newJestConfig = "export default {\n  testEnvironment: 'agentguard',\n}\n"

/** The object with Jest's options: in package.json, the value of `jest`. */
export function configOf({ object }: ConfigSource, path: string): ObjectExpression | undefined {
  if (!/(^|[\\/])package\.json$/.test(path)) return object
  const value = findProperty(object, 'jest')?.value
  return value?.type === 'ObjectExpression' ? value : undefined
}

function addEnvironment(source: ConfigSource, object: ObjectExpression): Edited {
  if (hasHiddenProperties(object)) return { problem: 'what it takes over may name an environment' }
  if (hasOpenPreset(object)) return { problem: 'its preset may name an environment' }
  const code = `${key(source, 'testEnvironment')}: ${quote(source, environment)}`
  return { text: applyEdits(source.text, [insertProperty(source, object, code)]) }
}

// Presets that compile, and leave the rest to Jest.
const compilers = /^(ts-jest|@swc\/|babel-)/

/** True where a preset may say more than how to compile. */
export function hasOpenPreset(object: ObjectExpression): boolean {
  const preset = findProperty(object, 'preset')?.value
  return preset !== undefined && !(preset.type === 'StringLiteral' && compilers.test(preset.value))
}

/** A key as the file writes keys. */
export function key(source: ConfigSource, name: string): string {
  return source.kind === 'json' ? quote(source, name) : name
}
