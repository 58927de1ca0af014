import { engine } from '../../guard/engine/engine.ts'
import { findOwner } from '../../guard/judging/find-owner.ts'
import type { RuleInput } from '../../policy/rules/rule-input.ts'
import { widenPolicy } from '../../policy/precedence/policy.ts'

/**
 * Allows more in the running scope: the current test or, inside `noEgress` and `observeEgress`, the innermost call.
 *
 * The rules apply from here on, until the test or call ends.
 *
 * @param rules what to add to `allow`, in the syntax of that option
 * @throws TypeError for a wrong rule, or where the policy is locked
 * @throws Error where no guard is active
 * @example
 * ```ts
 * import { allowEgress, noEgress } from '@agentguard/core'
 *
 * await noEgress(async () => {
 *   allowEgress('api.weather.com', 'localhost:5432')
 *   await fetchWeather('London')
 * })
 * ```
 */
export function allowEgress(...rules: readonly RuleInput[]): void {
  const { current, root } = engine()
  const { scope } = findOwner(current.get())
  if (scope === root && root.policy.mode === 'off') {
    throw new Error(
      'allowEgress() widens a running scope, but none is open: call it in a guarded test, or in noEgress()',
    )
  }
  scope.policy = widenPolicy(scope.policy, rules, 'allowEgress()')
}
