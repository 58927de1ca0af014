import type { RuleInput } from '../rules/rule-input.ts'

/**
 * What the guard does with what the policy does not allow. `block`: blocks it and fails the test. `audit`: lets it
 * through and records it. `off`: nothing is watched.
 */
export type Mode = 'block' | 'audit' | 'off'

/**
 * Which servers on this machine need no rule. `own`: those of this process, its workers and its guarded children.
 * `any`: all on the loopback interface. `none`: no server.
 */
export type Loopback = 'own' | 'any' | 'none'

/**
 * What happens to programs that the code starts. `guard`: Node is guarded, programs that cannot use the network run,
 * and others need an `exec:` rule. `isolate`: those others run in a network namespace and reach what the policy allows
 * (Linux). `block`: each program needs a rule. `allow`: all run, unguarded.
 */
export type Subprocess = 'guard' | 'isolate' | 'block' | 'allow'

/**
 * What happens to native code. `witness`: its connections are found in the kernel's list of sockets, after they were
 * made (Linux). `block`: native addons cannot be loaded. `allow`: native code is not watched.
 */
export type Native = 'witness' | 'block' | 'allow'

/**
 * What happens at the end of a test file to timers that its tests have left. `wait`: the file waits for those that are
 * due within `lateLimit`. `flush`: the others are run too, once.
 */
export type Late = 'wait' | 'flush'

/** The options that hold rules. */
export const ruleLists = ['allow', 'deny', 'mute'] as const

/** The name of an option that holds rules. */
export type RuleListName = (typeof ruleLists)[number]

/** Whether an option holds rules, so that the rules of several levels add up. */
export function isRuleList(option: string): option is RuleListName {
  return ruleLists.some((list) => list === option)
}

/** The options of a policy. They are the same in config files, docblocks and calls. */
export interface EgressOptions {
  /** What code may reach. Default: nothing but its own servers. */
  readonly allow?: RuleInput | readonly RuleInput[]
  /** What stays blocked, whatever any level allows. */
  readonly deny?: RuleInput | readonly RuleInput[]
  /** What stays blocked and recorded, but does not fail the test. */
  readonly mute?: RuleInput | readonly RuleInput[]
  /** What happens to attempts that are not allowed: `block`, `audit` (let through and recorded) or `off`. Default: `block`. */
  readonly mode?: Mode
  /** Which servers on this machine need no rule: `own` ones, `any` or `none`. Default: `own`. */
  readonly loopback?: Loopback
  /** Whether inner levels, such as docblocks and calls, may only narrow this policy. Default: false. */
  readonly locked?: boolean
  /** What programs may start, and how: `guard`, `isolate`, `block` or `allow`. Default: `guard`. */
  readonly subprocess?: Subprocess
  /** What native code may do: `witness` (found after the fact), `block` or `allow`. Default: `witness`. */
  readonly native?: Native
  /** What happens at the end of a file to timers that are due later: left (`wait`) or run (`flush`). Default: `wait`. */
  readonly late?: Late
  /** How long the end of a test file waits for timers, in milliseconds from 0 to 10,000. Default: 100. */
  readonly lateLimit?: number
}
