import { cwd } from 'node:process'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { engine } from '../../guard/engine/engine.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { violationError } from '../../guard/judging/violation-error.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { openCall, settleCall } from './guarded-call.ts'

/**
 * Runs a function that may reach only servers of the process itself.
 *
 * @param run the function, synchronous or asynchronous
 * @returns the value of `run`, once it has ended
 * @throws EgressViolationError when it attempted anything else, as with options
 */
export function noEgress<T>(run: () => T | PromiseLike<T>): Promise<T>
/**
 * Runs a function that may reach only what `options.allow` lists, and servers of the process itself.
 *
 * Attempts that the function starts without awaiting them count for one more turn of the event loop.
 *
 * @param options the policy of the call, inside that of the test or process
 * @param run the function, synchronous or asynchronous
 * @returns the value of `run`, once it has ended
 * @throws EgressViolationError when it attempted anything else, even if it swallowed every error. An error of `run` is
 * its `cause`. Without violations, that error is rethrown unchanged.
 * @throws TypeError for a wrong option or rule, or a missing function
 * @throws Error when a channel does not work on this version of Node
 * @example
 * ```ts
 * import { noEgress } from '@agentguard/core'
 *
 * const forecast = await noEgress({ allow: ['api.weather.com'] }, () => fetchWeather('London'))
 * ```
 */
export function noEgress<T>(options: EgressOptions, run: () => T | PromiseLike<T>): Promise<T>
export async function noEgress<T>(...args: readonly unknown[]): Promise<T> {
  const { options, run } = callArguments<T>('noEgress', args)
  const scope = openCall(options, { name: 'noEgress', keepsLate: false, keepsAllowed: false })
  const outcome = await settleCall(scope, run)
  const blocked = settledEntries(engine(), scope).filter((entry) => entry.outcome === 'blocked')
  if (blocked.length > 0) {
    const cause = 'error' in outcome ? outcome.error : undefined
    throw violationError(blocked.map(readEntry), { cwd: cwd(), origin: 'call' }, cause)
  }
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

/** Reads `(run)` or `(options, run)`. */
export function callArguments<T>(
  name: string,
  args: readonly unknown[],
): { readonly options: unknown; readonly run: () => T | PromiseLike<T> } {
  const [options, run] = args.length === 1 ? [{}, args[0]] : args
  if (typeof run === 'function') return { options, run: run as () => T | PromiseLike<T> }
  throw new TypeError(`${name}() needs a function to run: ${name}({ allow: ['api.example.com'] }, () => work())`)
}
