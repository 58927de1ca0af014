import type { Attempt } from '../attempt/attempt.ts'

/** One entry of `allow` or `deny`: a rule's text, a RegExp on the canonical host, or a predicate on the attempt. */
export type RuleInput = string | RegExp | ((attempt: Attempt) => boolean)

/** `block` stops and fails, `audit` lets through and records, `off` does nothing. */
export type Mode = 'block' | 'audit' | 'off'

/** Which listeners on this machine are free: those of this process, any, or none. */
export type Loopback = 'own' | 'any' | 'none'

/** The options, the same in config files, docblocks and calls. */
export interface EgressOptions {
  readonly allow?: RuleInput | readonly RuleInput[]
  readonly deny?: RuleInput | readonly RuleInput[]
  readonly mode?: Mode
  readonly loopback?: Loopback
  readonly locked?: boolean
}
