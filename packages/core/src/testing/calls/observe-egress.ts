import { isViolation } from '../../evidence/record/ledger.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { engine } from '../../guard/engine/engine.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { openCall, settleCall, type Outcome } from './guarded-call.ts'
import { callArguments } from './no-egress.ts'

/** What `observeEgress` saw. The lists are live: what comes late is added. */
export type Observation<T> = Outcome<T> & {
  /** Every attempt, allowed or not, oldest first. */
  readonly attempts: readonly Evidence[]
  /** Those that were blocked, or would be without `mode: 'audit'`; not those that a `mute` rule names. */
  readonly violations: readonly Evidence[]
}

/**
 * Runs a function and tells what it tried to reach, without ever failing: for notebooks and audits.
 *
 * It blocks as `options` say: nothing is allowed unless listed; `mode: 'audit'` lets all through.
 *
 * @example
 * ```ts
 * import { observeEgress } from '@agentguard/core'
 *
 * const seen = await observeEgress(() => fetchWeather('London'))
 * console.log(seen.violations)
 * ```
 */
export function observeEgress<T>(run: () => T | PromiseLike<T>): Promise<Observation<T>>
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
