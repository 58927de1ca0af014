import { types } from 'node:util'
import { didYouMean } from '../usage/did-you-mean.ts'
import { describeValue, kindOf, usageError } from '../usage/usage-error.ts'
import type { EgressOptions, Late, Loopback, Mode, Native, Subprocess } from './egress-options.ts'
import { hasTerms } from '../rules/terms.ts'
import type { RuleInput } from '../rules/rule-input.ts'

/** All options. An adapter uses it to separate them from those of its runner. */
export const optionNames: readonly string[] = [
  'allow',
  'deny',
  'mute',
  'mode',
  'loopback',
  'locked',
  'subprocess',
  'native',
  'late',
  'lateLimit',
]
const MODES: readonly Mode[] = ['block', 'audit', 'off']
const LOOPBACKS: readonly Loopback[] = ['own', 'any', 'none']
const SUBPROCESSES: readonly Subprocess[] = ['guard', 'isolate', 'block', 'allow']
const NATIVES: readonly Native[] = ['witness', 'block', 'allow']
const LATES: readonly Late[] = ['wait', 'flush']

/** In milliseconds. Waiting longer makes a file slow but no safer. `flush` is for timers that are due later. */
const longestLimit = 10_000

/**
 * Parses the options in an unknown value. Anything that is not an option is an error, never ignored.
 *
 * @param where the place that the value comes from, such as `jest.config.js`
 * @throws TypeError that names the key, the place and the fix. Rules are parsed later, by `createPolicy`.
 */
export function parseOptions(input: unknown, where: string): EgressOptions {
  if (input === undefined) return {}
  if (!isRecord(input)) {
    throw usageError(
      where,
      `the options are ${describeValue(input)}`,
      "Write an object such as { allow: ['api.example.com'] }",
    )
  }
  const keys = keysOf(input)
  const unknown = keys.find((key) => !optionNames.includes(key))
  if (unknown !== undefined)
    throw usageError(where, `there is no option '${unknown}'`, didYouMean(unknown, optionNames))
  const { allow, deny, mute, mode, loopback, locked, subprocess, native, late, lateLimit } = pick(input, keys)
  return {
    ...(allow !== undefined && { allow: parseRules(allow, 'allow', where) }),
    ...(deny !== undefined && { deny: parseRules(deny, 'deny', where) }),
    ...(mute !== undefined && { mute: parseRules(mute, 'mute', where) }),
    ...(mode !== undefined && { mode: parseWord(mode, MODES, 'mode', where) }),
    ...(loopback !== undefined && { loopback: parseWord(loopback, LOOPBACKS, 'loopback', where) }),
    ...(subprocess !== undefined && { subprocess: parseWord(subprocess, SUBPROCESSES, 'subprocess', where) }),
    ...(native !== undefined && { native: parseWord(native, NATIVES, 'native', where) }),
    ...(late !== undefined && { late: parseWord(late, LATES, 'late', where) }),
    ...(lateLimit !== undefined && { lateLimit: parseLimit(lateLimit, where) }),
    ...(locked !== undefined && { locked: parseLocked(locked, where) }),
  }
}

/** Whether it is a plain object. A Map or a promise, for example, holds its content elsewhere. */
function isRecord(input: unknown): input is Readonly<Record<(typeof optionNames)[number], unknown>> {
  return typeof input === 'object' && input !== null && /^(?:Object|Module)$/.test(kindOf(input))
}

/** The values of these keys, in an object without a prototype. */
function pick<Input extends object>(input: Input, keys: readonly string[]): Partial<Input> {
  const picked: Partial<Input> = Object.create(null)
  for (const key of keys) Reflect.set(picked, key, Reflect.get(input, key))
  return picked
}

/** All keys that may be meant as options: listed, hidden, inherited or symbols. Not those that all objects have. */
function keysOf(input: object): string[] {
  const keys = Reflect.ownKeys(input)
    .filter((key) => key !== Symbol.toStringTag)
    .map(String)
  const root = rootOf(input)
  for (const key in input) if (root === input || !Object.hasOwn(root, key)) keys.push(key)
  return keys
}

/** The `Object.prototype` of its realm. */
function rootOf(object: object): object {
  let root = object
  for (let at: unknown = object; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) root = at
  return root
}

function parseRules(value: unknown, key: string, where: string): readonly RuleInput[] {
  // `Array.isArray` also accepts arrays of another realm, such as Jest's sandbox.
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map((rule, index) => {
    if (isRuleInput(rule)) return rule
    const place = Array.isArray(value) ? `${key}[${index}] in ${where}` : `${key} in ${where}`
    throw usageError(place, `a rule cannot be ${describeValue(rule)}`, 'Write a string, a RegExp or a function')
  })
}

function isRuleInput(rule: unknown): rule is RuleInput {
  return typeof rule === 'string' || typeof rule === 'function' || types.isRegExp(rule) || hasTerms(rule)
}

/** The value, if it is one of the known words. */
export function parseWord<Word extends string>(
  value: unknown,
  words: readonly Word[],
  key: string,
  where: string,
): Word {
  const word = words.find((known) => known === value)
  if (word !== undefined) return word
  const hint = typeof value === 'string' ? didYouMean(value, words) : `Use one of ${words.join(', ')}`
  throw usageError(`${key} in ${where}`, `${describeValue(value)} is not a value of ${key}`, hint)
}

function parseLocked(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value
  throw usageError(`locked in ${where}`, `${describeValue(value)} is not a boolean`, 'Write true or false')
}

function parseLimit(value: unknown, where: string): number {
  if (typeof value === 'number' && value >= 0 && value <= longestLimit) return value
  const what = `${describeValue(value)} is not a number of milliseconds`
  throw usageError(`lateLimit in ${where}`, what, `Write a number from 0 to ${longestLimit}`)
}

/** The value of a text, where options are texts: docblocks, flags, the environment. `parseOptions` rejects the rest. */
export function readValue(key: string, text: string): string | boolean | number {
  if (key === 'locked' && /^(true|false)$/.test(text)) return text === 'true'
  return key === 'lateLimit' && /^\d+$/.test(text) ? Number(text) : text
}
