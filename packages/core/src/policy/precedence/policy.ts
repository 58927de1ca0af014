import { usageError } from '../usage/usage-error.ts'
import { type Allowlist, createAllowlist } from '../rules/allowlist.ts'
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
import { createVerdicts, type Verdicts } from './verdicts.ts'

/** What one level allows, with the levels around it that it cannot lift. Pure: made once, judged by `decide`. */
export interface Policy {
  readonly mode: Mode
  readonly loopback: Loopback
  readonly subprocess: Subprocess
  readonly native: Native
  readonly late: Late
  /** In milliseconds. */
  readonly lateLimit: number
  /** True when levels inside may only narrow. */
  readonly locked: boolean
  readonly allow: readonly Allowlist[]
  readonly deny: readonly Allowlist[]
  /** What these match stays blocked, and fails nothing. */
  readonly mute: readonly Allowlist[]
  /** Whether a rule here or around names a package that has to be on the stack of the call. */
  readonly asksCaller: boolean
  /** The levels around, innermost first, that block where this one would allow: those in `block` mode, and in `audit` around one. */
  readonly enclosing: readonly Policy[]
  readonly outer: Policy | undefined
  readonly verdicts: Verdicts
}

/** The policy of one place that decides for itself, for example a config file. `where` names the place in errors. */
export function createPolicy(options: EgressOptions, where: string): Policy {
  const { locked = false } = options
  return seal({ ...defaults, ...words(options), ...noRules, locked, outer: undefined }, options, where)
}

/** The policy with a second source added, for example a docblock: rules add up, the rest replaces. A locked one is only narrowed. */
export function extendPolicy(policy: Policy, options: EgressOptions, where: string): Policy {
  if (policy.locked) rejectWider(policy, options, where)
  const { locked = policy.locked } = options
  return seal({ ...policy, ...words(options), locked }, options, where)
}

/** The policy with more rules allowed; throws where it is locked. */
export function widenPolicy(policy: Policy, rules: readonly RuleInput[], where: string): Policy {
  return extendPolicy(policy, { allow: rules }, where)
}

/**
 * The policy of an inner level, such as `noEgress` in a test: it decides for itself, by its own list and the defaults. When a file
 * ends, which allows nothing, is said around it.
 *
 * What the levels around deny stays denied, and where they are locked both must allow; the lock goes on to the inner one.
 */
export function nestPolicy(outer: Policy, options: EgressOptions, where: string): Policy {
  if (outer.locked && options.locked === false) throw lockedError('locked: false', where)
  const { locked = outer.locked } = options
  const { late, lateLimit } = outer
  return seal({ ...defaults, late, lateLimit, ...words(options), ...noRules, locked, outer }, options, where)
}

// Shared, since most policies have no deny rules and no level around.
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

/** The options that replace rather than add up, where they are given. */
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
  return {
    ...level,
    allow,
    deny: append(level.deny, options.deny, where, 'deny'),
    mute,
    asksCaller: [...allow, ...mute].some(({ asksCaller }) => asksCaller) || level.outer?.asksCaller === true,
    enclosing: enclosingOf(level),
    verdicts: createVerdicts(level.mode === 'audit'),
  }
}

/** What holds in a level that blocks goes on to hold inside it, where a level in mode `off` would let it go. */
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
  return inputs.length === 0 ? lists : [...lists, createAllowlist(inputs, where, option)]
}

/** The words of each option, from the widest to the strictest. */
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
  const fix =
    'Change it where locked: true is set, or ask there for the rule; inside, deny and a stricter mode still work'
  return usageError(where, `the policy is locked, so ${option} cannot widen it here`, fix)
}
