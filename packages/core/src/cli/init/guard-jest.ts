import type { ObjectExpression } from '@babel/types'
import { type ConfigSource, parseConfigSource } from './config-source.ts'
import type { Edited } from './edited.ts'
import {
  applyEdits,
  findProperty,
  hasHiddenProperties,
  insertProperty,
  quote,
  replaceNode,
  type TextEdit,
} from './edit-source.ts'

/** The short name by which Jest resolves our environment. */
const environment = 'agentguard'
const ours: readonly string[] = [environment, 'jest-environment-agentguard']
const plain: readonly string[] = ['node', 'jest-environment-node']

/** Adds the environment to a Jest config, or to each of its projects. */
export function guardJest(text: string, path: string): Edited {
  const source = parseConfigSource(text, path)
  const object = source && configOf(source, path)
  if (!object) return { problem: 'the config object cannot be found' }
  const objects = projectsOf(object)
  if (!objects) return { problem: 'it has projects, each with its own environment' }
  const planned = objects.map((one) => planObject(source, one))
  const problem = planned.find((one) => 'problem' in one)
  if (problem) return problem
  const edits = planned.flatMap((one) => ('edits' in one ? one.edits : []))
  return edits.length === 0 ? { done: true } : { text: applyEdits(text, edits) }
}

/** The projects written in a config, or the config itself. Undefined where the projects are in other files. */
function projectsOf(object: ObjectExpression): readonly ObjectExpression[] | undefined {
  const projects = findProperty(object, 'projects')?.value
  if (projects === undefined) return [object]
  if (projects.type !== 'ArrayExpression' || projects.elements.length === 0) return undefined
  const objects = projects.elements.filter((one) => one?.type === 'ObjectExpression')
  return objects.length === projects.elements.length ? objects : undefined
}

function planObject(
  source: ConfigSource,
  object: ObjectExpression,
): { readonly edits: readonly TextEdit[] } | { readonly problem: string } {
  const current = findProperty(object, 'testEnvironment')
  if (!current) return addEnvironment(source, object)
  const { value } = current
  if (value.type !== 'StringLiteral') return { problem: 'its testEnvironment is not a plain string' }
  if (ours.includes(value.value)) return { edits: [] }
  const edits = [replaceNode(value, quote(source, environment))]
  if (plain.includes(value.value)) return { edits }
  const options = findProperty(object, 'testEnvironmentOptions')
  const base = `${key(source, 'base')}: ${quote(source, value.value)}`
  if (!options) {
    const added = `${key(source, 'testEnvironmentOptions')}: { ${base} }`
    return { edits: [...edits, insertProperty(source, object, added)] }
  }
  if (options.value.type !== 'ObjectExpression') return { problem: 'its testEnvironmentOptions are not a plain object' }
  return { edits: [...edits, insertProperty(source, options.value, base)] }
}

/** What to write by hand where the config cannot be edited. */
export const jestLines: readonly string[] = [
  "testEnvironment: 'agentguard',",
  "testEnvironmentOptions: { base: 'jsdom' }, // only if the environment was not 'node'",
]

/** A new config, where there is none. */
export const newJestConfig = "export default {\n  testEnvironment: 'agentguard',\n}\n"

/** The object with Jest's options. In package.json, that is the value of `jest`. */
export function configOf({ object }: ConfigSource, path: string): ObjectExpression | undefined {
  if (!/(^|[\\/])package\.json$/.test(path)) return object
  const value = findProperty(object, 'jest')?.value
  return value?.type === 'ObjectExpression' ? value : undefined
}

function addEnvironment(source: ConfigSource, object: ObjectExpression): ReturnType<typeof planObject> {
  if (hasHiddenProperties(object)) return { problem: 'what it spreads or computes may name an environment' }
  if (hasOpenPreset(object)) return { problem: 'its preset may name an environment' }
  const code = `${key(source, 'testEnvironment')}: ${quote(source, environment)}`
  return { edits: [insertProperty(source, object, code)] }
}

// Presets that only compile.
const compilers = /^(ts-jest|@swc\/|babel-)/

/** Whether a preset may set more than how to compile. */
export function hasOpenPreset(object: ObjectExpression): boolean {
  const preset = findProperty(object, 'preset')?.value
  return preset !== undefined && !(preset.type === 'StringLiteral' && compilers.test(preset.value))
}

/** A key in the style of the file. */
export function key(source: ConfigSource, name: string): string {
  return source.kind === 'json' ? quote(source, name) : name
}
