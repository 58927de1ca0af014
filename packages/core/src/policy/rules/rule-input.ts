import type { Attempt } from '../attempt/attempt.ts'

/** One entry of `allow`, `deny` or `mute`: a rule or, in `allow` and `mute`, a rule with terms. */
export type RuleInput = PlainRule | RuleWithTerms

/** A rule's text, such as `*.example.com:443`, a RegExp on the canonical host, or a predicate on the attempt. */
export type PlainRule = string | RegExp | ((attempt: Attempt) => boolean)

/** A rule that applies only to some calls or until some day, or that has a reason for reports. */
export interface RuleWithTerms {
  /** The rule itself. */
  readonly rule: PlainRule
  /** The name of a package. The rule applies only to calls with this package on their stack. */
  readonly by?: string
  /** The last day on which the rule applies, in UTC: `2027-03-31`. */
  readonly until?: string
  /** Why the rule exists. Reports show it next to the rule. */
  readonly reason?: string
}
