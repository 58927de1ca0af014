import { isViolation } from '../../evidence/record/ledger.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { engine } from '../../guard/engine/engine.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { openCall, settleCall, type Outcome } from './guarded-call.ts'
import { callArguments } from './no-egress.ts'

/**
 * The result of {@link observeEgress}: the function's `value` or its `error`, and its attempts. The lists are live, and
 * late attempts are added.
 */
export type Observation<T> = Outcome<T> & {
  /** Every attempt, allowed or not, oldest first. */
  readonly attempts: readonly Evidence[]
  /** The attempts that were blocked, or would be without `mode: 'audit'`, without those that a `mute` rule names. */
  readonly violations: readonly Evidence[]
}

/**
 * Runs a function and reports what it attempted to reach. Everything but servers of the process itself is blocked.
 *
 * @param run the function, synchronous or asynchronous
 * @returns the value or the error of `run`, with its attempts
 * @example
 * ```ts
 * import { observeEgress } from '@agentguard/core'
 *
 * const seen = await observeEgress(() => fetchWeather('London'))
 * console.log(seen.violations)
 * ```
 */
export function observeEgress<T>(run: () => T | PromiseLike<T>): Promise<Observation<T>>
/**
 * Runs a function and reports what it attempted to reach. An error of the function does not reject: it is returned as
 * `error`. For notebooks and audits.
 *
 * The policy still blocks: only what `options.allow` lists gets through. `mode: 'audit'` lets everything through.
 *
 * @param options the policy of the call, inside that of the test or process
 * @param run the function, synchronous or asynchronous
 * @returns the value or the error of `run`, with its attempts
 * @throws TypeError for a wrong option or rule, or a missing function
 * @throws Error when a channel does not work on this version of Node
 */
export function observeEgress<T>(options: EgressOptions, run: () => T | PromiseLike<T>): Promise<Observation<T>>
export async function observeEgress<T>(...args: readonly unknown[]): Promise<Observation<T>> {
  const { options, run } = callArguments<T>('observeEgress', args)
  const scope = openCall(options, { name: 'observeEgress', keepsLate: true, keepsAllowed: true })
  const outcome = await settleCall(scope, run)
  return {
    ...outcome,
    get attempts() {
      return settledEntries(engine(), scope).map(readEntry)
    },
    get violations() {
      return settledEntries(engine(), scope).filter(isViolation).map(readEntry)
    },
  }
}
