import type { Attempt } from '../attempt/attempt.ts'

/** One entry of `allow` or `deny`: a rule's text, a RegExp on the canonical host, or a predicate on the attempt. */
export type RuleInput = string | RegExp | ((attempt: Attempt) => boolean)
