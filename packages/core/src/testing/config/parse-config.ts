import { dirname, relative, resolve, sep } from 'node:path'
import { didYouMean } from '../../policy/usage/did-you-mean.ts'
import { describeValue, kindOf, usageError } from '../../policy/usage/usage-error.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { optionNames } from '../../policy/options/parse-options.ts'
import { parseUnusedRules, type UnusedRules } from '../../policy/options/unused-rules.ts'
import { checkOptions } from './check-options.ts'
import { createGlob } from './glob.ts'
import type { LoadedConfig } from './load-config.ts'
import type { JsonPath } from './read-json.ts'

/** An `agentguard.config` file, checked. */
export interface ConfigFile {
  readonly path: string
  /** What to do about `allow` and `mute` rules that a run never used. */
  readonly unusedRules: UnusedRules | undefined
  /** The options at the top of the file, then those of each glob in order. */
  readonly sections: readonly Section[]
}

/** Options of a config file, for some or all of the test files below it. */
export interface Section {
  /** The place in texts: `/project/agentguard.config.json`. */
  readonly name: string
  readonly options: EgressOptions
  /** Whether they apply to a test file, given by its absolute path. */
  readonly isFor: (file: string) => boolean
  /** The line of a rule in JSON. */
  readonly lineOf: ((option: string, index: number) => number) | undefined
}

/** Every key at the top of a config file. */
export const configKeys: readonly string[] = [...optionNames, 'files', 'unusedRules', '$schema']

/** @throws TypeError that names the file, in JSON the line, and the fix */
export function parseConfig({ value, lineOf }: LoadedConfig, path: string): ConfigFile {
  const place: Place = { path, lineOf, at: [] }
  if (!isPlain(value)) {
    const fix = 'Write an object such as { "allow": ["api.example.com"] }'
    throw usageError(whereOf(place), `the config is ${describeValue(value)}`, fix)
  }
  const unknown = Object.keys(value).find((key) => !configKeys.includes(key))
  if (unknown !== undefined) {
    throw usageError(whereOf(below(place, unknown)), `there is no option '${unknown}'`, didYouMean(unknown, configKeys))
  }
  const { files, unusedRules, $schema: _, ...options }: Unread = value
  const top: Section = {
    name: path,
    options: checkSection(options, place),
    isFor: () => true,
    lineOf: lineOf && ((option, index) => lineOf([option, index])),
  }
  return {
    path,
    unusedRules: parseUnusedRules(unusedRules, whereOf(below(place, 'unusedRules'))),
    sections: [top, ...parseFiles(files, below(place, 'files'))],
  }
}

interface Unread {
  readonly files?: unknown
  readonly unusedRules?: unknown
  readonly $schema?: unknown
}

interface Place {
  readonly path: string
  readonly lineOf: LoadedConfig['lineOf']
  readonly at: JsonPath
}

function below(place: Place, ...keys: JsonPath): Place {
  return { ...place, at: [...place.at, ...keys] }
}

/** `agentguard.config.json:7`, or `files['tools/**'] in agentguard.config.js`. */
function whereOf({ path, lineOf, at: [key, glob, ...rest] }: Place): string {
  if (lineOf !== undefined) return `${path}:${lineOf([key, glob, ...rest].filter((part) => part !== undefined))}`
  if (key !== 'files') return path
  return glob === undefined ? `files in ${path}` : `files['${glob}'] in ${path}`
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && kindOf(value) === 'Object'
}

function parseFiles(files: unknown, place: Place): readonly Section[] {
  if (files === undefined) return []
  if (!isPlain(files)) {
    const fix = 'Write an object from globs to options: { "src/tools/**": { "allow": ["api.example.com"] } }'
    throw usageError(whereOf(place), `files cannot be ${describeValue(files)}`, fix)
  }
  const folder = dirname(resolve(place.path))
  const { lineOf } = place
  return Object.entries(files).map(([glob, options]: readonly [string, unknown]) => {
    const own = below(place, glob)
    const matches = createGlob(glob, whereOf(own))
    return {
      name: `files['${glob}'] in ${place.path}`,
      options: checkSection(options, own),
      isFor: (file: string) => matches(relative(folder, file).replaceAll(sep, '/')),
      lineOf: lineOf && ((option: string, index: number) => lineOf([...own.at, option, index])),
    }
  })
}

function checkSection(options: unknown, place: Place): EgressOptions {
  try {
    return checkOptions(options, whereOf(place))
  } catch (error) {
    if (place.lineOf !== undefined && typeof options === 'object' && options !== null) findMistake(options, place)
    throw error
  }
}

/** Checks an object of JSON part by part, so that the error names the line of the part. */
function findMistake(options: object, place: Place): void {
  for (const [key, value] of Object.entries(options) as readonly (readonly [string, unknown])[]) {
    const parts: readonly unknown[] = Array.isArray(value) ? value : []
    const wrong = parts.findIndex((part) => !isRight({ [key]: [part] }))
    // The parts before it are included, so that the message has the right index.
    if (wrong >= 0) checkOptions({ [key]: parts.slice(0, wrong + 1) }, whereOf(below(place, key, wrong)))
    checkOptions({ [key]: value }, whereOf(below(place, key)))
  }
}

function isRight(options: object): boolean {
  try {
    checkOptions(options, '')
    return true
  } catch {
    return false
  }
}
