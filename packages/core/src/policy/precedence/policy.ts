import { usageError } from '../usage/usage-error.ts'
import type { Allowlist } from '../rules/allowlist.ts'
import type {
  EgressOptions,
  Late,
  Loopback,
  Mode,
  Native,
  RuleListName,
  Subprocess,
} from '../options/egress-options.ts'
import { rulesOf } from '../options/rules-of.ts'
import type { RuleInput } from '../rules/rule-input.ts'
import { sharedAllowlist } from '../rules/shared-allowlist.ts'
import { createVerdicts, type Verdicts } from './verdicts.ts'

/** A parsed policy of one level, with the levels around it, which it cannot widen. Immutable data, judged by `decide`. */
export interface Policy {
  readonly mode: Mode
  readonly loopback: Loopback
  readonly subprocess: Subprocess
  readonly native: Native
  readonly late: Late
  /** In milliseconds. */
  readonly lateLimit: number
  /** Whether inner levels may only narrow. */
  readonly locked: boolean
  readonly allow: readonly Allowlist[]
  readonly deny: readonly Allowlist[]
  /** Lists of what stays blocked and fails nothing. */
  readonly mute: readonly Allowlist[]
  /** Whether a rule of this or an outer level names a package that has to be on the stack of the call. */
  readonly asksCaller: boolean
  /** Whether what it allows stays allowed, if no server of the tests is behind it: it denies nothing, and its rules are steady. */
  readonly isSteady: boolean
  /** The outer levels, innermost first, that block where this one would allow: those in `block` mode, and in `audit` around one. */
  readonly enclosing: readonly Policy[]
  readonly outer: Policy | undefined
  readonly verdicts: Verdicts
}

/** Creates the policy of one place, such as a config file. `where` names that place in errors. */
export function createPolicy(options: EgressOptions, where: string): Policy {
  const { locked = false } = options
  return seal({ ...defaults, ...words(options), ...noRules, locked, outer: undefined }, options, where)
}

/** Adds a second source, such as a docblock. Rules add up, other options are replaced. A locked policy is only narrowed. */
export function extendPolicy(policy: Policy, options: EgressOptions, where: string): Policy {
  if (policy.locked) rejectWider(policy, options, where)
  const { locked = policy.locked } = options
  return seal({ ...policy, ...words(options), locked }, options, where)
}

/** Adds rules to `allow`. Throws where the policy is locked. */
export function widenPolicy(policy: Policy, rules: readonly RuleInput[], where: string): Policy {
  return extendPolicy(policy, { allow: rules }, where)
}

/**
 * The policy of an inner level, such as `noEgress` in a test. It uses its own list and the defaults. Only `late` and
 * `lateLimit` come from the outer level, since they allow nothing.
 *
 * What outer levels deny stays denied. Where one is locked, both must allow, and the inner level is locked too.
 */
export function nestPolicy(outer: Policy, options: EgressOptions, where: string): Policy {
  if (outer.locked && options.locked === false) throw lockedError('locked: false', where)
  const { locked = outer.locked } = options
  const { late, lateLimit } = outer
  return seal({ ...defaults, late, lateLimit, ...words(options), ...noRules, locked, outer }, options, where)
}

// Shared, since most policies have no deny rules and no outer level.
const NONE: readonly never[] = []
const noRules: Pick<Policy, RuleListName> = { allow: NONE, deny: NONE, mute: NONE }

type Level = Pick<Policy, keyof Words | RuleListName | 'locked' | 'outer'>

type Words = Pick<Policy, 'mode' | 'loopback' | 'subprocess' | 'native' | 'late' | 'lateLimit'>

const defaults: Words = {
  mode: 'block',
  loopback: 'own',
  subprocess: 'guard',
  native: 'witness',
  late: 'wait',
  lateLimit: 100,
}

/** The given options that replace, and do not add up. */
function words({ mode, loopback, subprocess, native, late, lateLimit }: EgressOptions): Partial<Words> {
  return {
    ...(mode && { mode }),
    ...(loopback && { loopback }),
    ...(subprocess && { subprocess }),
    ...(native && { native }),
    ...(late && { late }),
    ...(lateLimit !== undefined && { lateLimit }),
  }
}

function seal(level: Level, options: EgressOptions, where: string): Policy {
  const allow = append(level.allow, options.allow, where, 'allow')
  const mute = append(level.mute, options.mute, where, 'mute')
  const deny = append(level.deny, options.deny, where, 'deny')
  return {
    ...level,
    allow,
    deny,
    mute,
    isSteady: deny.length === 0 && allow.every(({ isSteady }) => isSteady) && level.outer?.isSteady !== false,
    asksCaller: [...allow, ...mute].some(({ asksCaller }) => asksCaller) || level.outer?.asksCaller === true,
    enclosing: enclosingOf(level),
    verdicts: createVerdicts(level.mode === 'audit'),
  }
}

/** The outer levels whose rules still apply. They also apply inside a level in mode `off`. */
function enclosingOf({ mode, outer }: Pick<Policy, 'mode' | 'outer'>): readonly Policy[] {
  const found: Policy[] = []
  let isStrict = mode === 'block'
  for (let level = outer; level; level = level.outer) {
    if (level.mode === 'block' || (level.mode === 'audit' && isStrict)) found.push(level)
    isStrict ||= level.mode === 'block'
  }
  return found.length === 0 ? NONE : found
}

type Rules = EgressOptions['allow']

function append(lists: readonly Allowlist[], rules: Rules, where: string, option: RuleListName): readonly Allowlist[] {
  const inputs = rulesOf(rules)
  return inputs.length === 0 ? lists : [...lists, sharedAllowlist(inputs, where, option)]
}

/** The values of each option, from the widest to the strictest. */
const strictness: { readonly [Key in Exclude<keyof Words, 'lateLimit'>]: readonly Words[Key][] } = {
  mode: ['off', 'audit', 'block'],
  loopback: ['any', 'own', 'none'],
  subprocess: ['allow', 'isolate', 'guard', 'block'],
  native: ['allow', 'witness', 'block'],
  late: ['wait', 'flush'],
}

function rejectWider(policy: Policy, options: EgressOptions, where: string): void {
  for (const list of ['allow', 'mute'] as const) if (rulesOf(options[list]).length > 0) throw lockedError(list, where)
  for (const key of ['mode', 'loopback', 'subprocess', 'native', 'late'] as const) {
    const order: readonly string[] = strictness[key]
    const wanted = options[key]
    if (wanted !== undefined && order.indexOf(wanted) < order.indexOf(policy[key])) {
      throw lockedError(`${key}: '${wanted}'`, where)
    }
  }
  const { lateLimit = policy.lateLimit, locked } = options
  if (lateLimit < policy.lateLimit) throw lockedError(`lateLimit: ${lateLimit}`, where)
  if (locked === false) throw lockedError('locked: false', where)
}

function lockedError(option: string, where: string): TypeError {
  const fix = 'Change it where locked: true is set; below that, deny and a stricter mode still work'
  return usageError(where, `the policy is locked, so ${option} cannot widen it here`, fix)
}
