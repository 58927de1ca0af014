import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackLookup } from '../../policy/attempt/is-local.ts'
import { isolated } from '../../policy/precedence/precedence.ts'
import type { Scope } from '../scope/scope.ts'

/** Whether a scope records an attempt that its policy allows by `rule`. */
export function keepsAllowed({ keepsAllowed: kept, policy }: Scope, attempt: Attempt, rule: string): boolean {
  return kept === true || (kept === 'egress' && policy.mode !== 'off' && isEgress(attempt, rule))
}

/** Whether an allowed attempt reaches anybody but the tests themselves: their own servers, threads and harmless programs. */
function isEgress(attempt: Attempt, rule: string): boolean {
  const { channel, own, host, program } = attempt
  if (own === true || channel === 'worker' || isLoopbackLookup(attempt)) return false
  if (program) return rule !== isolated && (program.foreign ?? [program.file]).length > 0
  return channel !== 'native' || host !== undefined
}
