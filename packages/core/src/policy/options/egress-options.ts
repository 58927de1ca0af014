import type { RuleInput } from '../rules/rule-input.ts'

/** `block` stops and fails, `audit` lets through and records, `off` does nothing. */
export type Mode = 'block' | 'audit' | 'off'

/** Which listeners on this machine are free: those of this process, any, or none. */
export type Loopback = 'own' | 'any' | 'none'

/**
 * What becomes of programs that a scope starts. `guard`: Node is guarded, programs that cannot reach out run, others need
 * an `exec:` rule. `isolate`: those others run in a network namespace of their own (Linux). `block`: each needs a rule.
 * `allow`: all run as they are, unguarded.
 */
export type Subprocess = 'guard' | 'isolate' | 'block' | 'allow'

/**
 * What becomes of native code. `witness`: the kernel's list of sockets is compared with what the guard let through (Linux).
 * `block`: native addons cannot be loaded. `allow`: nobody looks.
 */
export type Native = 'witness' | 'block' | 'allow'

/**
 * What happens at the end of a test file to timers that its tests have left. `wait`: those that are due within `lateLimit` are waited
 * for. `flush`: the others are run too, once.
 */
export type Late = 'wait' | 'flush'

/** The options that hold rules. */
export const ruleLists = ['allow', 'deny', 'mute'] as const

/** One of them. */
export type RuleListName = (typeof ruleLists)[number]

/** Whether an option holds rules, and so adds up. */
export function isRuleList(option: string): option is RuleListName {
  return ruleLists.some((list) => list === option)
}

/** The options, the same in config files, docblocks and calls. */
export interface EgressOptions {
  readonly allow?: RuleInput | readonly RuleInput[]
  readonly deny?: RuleInput | readonly RuleInput[]
  /** What these match stays blocked and recorded, and fails nothing. */
  readonly mute?: RuleInput | readonly RuleInput[]
  readonly mode?: Mode
  readonly loopback?: Loopback
  readonly locked?: boolean
  readonly subprocess?: Subprocess
  readonly native?: Native
  readonly late?: Late
  /** In milliseconds: a timer that is due later keeps no test file waiting. */
  readonly lateLimit?: number
}
