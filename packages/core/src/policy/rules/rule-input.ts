import type { Attempt } from '../attempt/attempt.ts'

/** One entry of `allow`, `deny` or `mute`: a rule, or in `allow` and `mute` a rule with terms. */
export type RuleInput = PlainRule | RuleWithTerms

/** A rule's text, a RegExp on the canonical host, or a predicate on the attempt. */
export type PlainRule = string | RegExp | ((attempt: Attempt) => boolean)

/** A rule that holds for some calls only, until a day, or for a reason that reports show. */
export interface RuleWithTerms {
  readonly rule: PlainRule
  /** Only for calls with this package on their stack. */
  readonly by?: string
  /** The last day on which it holds, in UTC: `2027-03-31`. */
  readonly until?: string
  /** Why it is there. Reports show it wherever they show the rule. */
  readonly reason?: string
}
