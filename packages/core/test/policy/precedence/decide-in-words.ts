import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { ruleText } from '../../../src/policy/precedence/decided-by.ts'
import type { Policy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'

/** A verdict as evidence shows it: what decided is a text. */
export function decideInWords(policy: Policy, attempt: Attempt): object {
  const { by, ...verdict } = decide(policy, attempt)
  return by === undefined ? verdict : { ...verdict, rule: ruleText(by) }
}
