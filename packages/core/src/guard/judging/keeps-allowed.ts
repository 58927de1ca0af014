import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import { isEgress } from '../scope/is-egress.ts'
import type { Scope } from '../scope/scope.ts'

/** Whether a scope records an attempt that its policy allows. */
export function keepsAllowed(
  { keepsAllowed: kept, policy }: Scope,
  attempt: Attempt,
  by: DecidedBy | undefined,
): boolean {
  return kept === true || (kept === 'egress' && policy.mode !== 'off' && isEgress(attempt, by))
}
