import { types } from 'node:util'
import type { Attempt } from '../attempt/attempt.ts'
import { describeValue, usageError } from '../usage/usage-error.ts'
import type { PlainRule, RuleInput } from './rule-input.ts'
import { type CodeRule, createPatternRule, createPredicateRule } from './match-code.ts'
import { addToHostIndex, createHostIndex, type HostIndex, matchHost } from './match-host.ts'
import { type ExecIndex, matchExec } from './exec-rule.ts'
import { addToRangeIndex, matchRange, type RangeIndex } from './match-range.ts'
import { addToUnixIndex, matchUnix, type UnixIndex } from './match-unix.ts'
import { parseRules } from './preset.ts'
import type { Reading } from './reading.ts'
import { parsePlainHost, type Rule } from './rule.ts'
import { type Circumstances, hasTerms, unknownCircumstances } from './terms.ts'
import { createTermedRule, matchExpired, matchTermed, type TermedRule } from './termed-rule.ts'

/** A set of rules. Each function returns the text of a matching rule, or undefined. The order of rules does not matter. */
export interface Allowlist {
  readonly size: number
  /** The rules as given, which other processes get. */
  readonly inputs: readonly RuleInput[]
  /** Whether a rule names a package that has to be on the stack of the call. */
  readonly asksCaller: boolean
  /** Whether it gives the same answer each time: no function of the user, no date, no package on the stack. */
  readonly isSteady: boolean
  /** The strict reading, for `allow`: a name only covers addresses that DNS returned for it. */
  readonly match: (attempt: Attempt, circumstances?: Circumstances) => string | undefined
  /** The rule that would match if it had not expired. */
  readonly matchExpired: (attempt: Attempt, circumstances: Circumstances) => string | undefined
  /** The wide reading, for `deny`: any name, the address and the URL's host count. */
  readonly matchDenied: (attempt: Attempt) => string | undefined
  /** The rule that would allow the attempt if only its connection were known. Used to explain a block. */
  readonly matchConnection: (attempt: Attempt) => string | undefined
}

interface Indexes {
  readonly hosts: HostIndex
  readonly ranges: RangeIndex
  readonly unix: UnixIndex
  programs: ExecIndex | undefined
  readonly code: CodeRule[]
  readonly termed: TermedRule[]
}

/**
 * Creates an allowlist. Matching costs the same for ten rules and for 100,000.
 *
 * @param where the place of the list, such as `jest.config.js`
 * @param option the option that holds it, so that errors name `allow[2] in jest.config.js`
 */
export function createAllowlist(
  inputs: readonly RuleInput[],
  where: string,
  option: 'allow' | 'deny' | 'mute' = 'allow',
): Allowlist {
  const indexes: Indexes = {
    hosts: createHostIndex(),
    ranges: { four: undefined, six: undefined },
    unix: { paths: undefined, prefixes: undefined },
    programs: undefined,
    code: [],
    termed: [],
  }
  for (const [index, input] of inputs.entries()) {
    const plain = typeof input === 'string' ? parsePlainHost(input) : undefined
    const place = `${option}[${index}] in ${where}`
    if (hasTerms(input)) indexes.termed.push(createTermedRule(input, place, option, listOfOne))
    else if (plain === undefined) addInput(indexes, input, place)
    else addToHostIndex(indexes.hosts, plain)
  }
  return {
    size: inputs.length,
    inputs,
    isSteady: indexes.code.length === 0 && indexes.termed.length === 0,
    asksCaller: indexes.termed.some(({ terms }) => terms.by !== undefined),
    match: (attempt, circumstances = unknownCircumstances) =>
      matchRules(indexes, attempt, 'allow') ??
      matchCode(indexes.code, attempt, 'allow') ??
      matchTermed(indexes.termed, attempt, circumstances),
    matchExpired: (attempt, circumstances) => matchExpired(indexes.termed, attempt, circumstances),
    matchDenied: (attempt) => matchRules(indexes, attempt, 'deny') ?? matchCode(indexes.code, attempt, 'deny'),
    matchConnection: (attempt) => matchRules(indexes, attempt, 'connection'),
  }
}

function listOfOne(rule: PlainRule, where: string): Allowlist {
  return createAllowlist([rule], where)
}

function addInput(indexes: Indexes, input: unknown, where: string): void {
  if (typeof input === 'string') {
    for (const rule of parseRules(input, where)) addRule(indexes, rule)
  } else if (types.isRegExp(input)) indexes.code.push(createPatternRule(input))
  else if (isPredicate(input)) indexes.code.push(createPredicateRule(input, where))
  else throw usageError(where, `a rule cannot be ${describeValue(input)}`, 'Write a string, a RegExp or a function')
}

function addRule(indexes: Indexes, rule: Rule): void {
  if (rule.kind === 'range') addToRangeIndex(indexes.ranges, rule)
  else if (rule.kind === 'unix') addToUnixIndex(indexes.unix, rule)
  else if (rule.kind === 'exec') (indexes.programs ??= new Map()).set(rule.program, rule.text)
  else addToHostIndex(indexes.hosts, rule)
}

function isPredicate(input: unknown): input is (attempt: Attempt) => unknown {
  return typeof input === 'function'
}

function matchRules(indexes: Indexes, attempt: Attempt, reading: Reading): string | undefined {
  if (attempt.program) return matchExec(indexes.programs, attempt.program.file, reading)
  if (attempt.unixPath !== undefined) return matchUnix(indexes.unix, attempt.unixPath)
  return matchHost(indexes.hosts, attempt, reading) ?? matchRanges(indexes.ranges, attempt, reading)
}

function matchRanges(ranges: RangeIndex, attempt: Attempt, reading: Reading): string | undefined {
  const { address, host, url } = attempt
  const used = address ?? host
  const text = used === undefined ? undefined : matchRange(ranges, used)
  if (text !== undefined || reading !== 'deny') return text
  return (host && matchRange(ranges, host)) || (url && matchRange(ranges, url.host))
}

function matchCode(code: readonly CodeRule[], attempt: Attempt, reading: Reading): string | undefined {
  for (const rule of code) if (rule.test(attempt, reading)) return rule.text
  return undefined
}
