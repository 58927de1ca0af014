import { cwd } from 'node:process'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { findOwner } from '../../guard/judging/find-owner.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { engine } from '../../guard/engine/engine.ts'
import { openCall, settleCall, endCall, isThenable, runCall, type Outcome } from '../calls/guarded-call.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { hasTerms } from '../../policy/rules/terms.ts'
import type { RuleInput } from '../../policy/rules/rule-input.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import { trackAwait } from './unawaited.ts'

/** What a matcher of Jest and Vitest returns. */
export interface MatcherResult {
  /** Whether the assertion holds without `.not`. */
  readonly pass: boolean
  /** The text of a failure. Only called where the assertion fails. */
  message(): string
}

/** The matchers, in the shape that `expect.extend` takes. */
export interface EgressMatchers {
  /** Passes if the function attempted to reach anything outside `allow`. Usually negated: `not.toEgress()`. */
  toEgress(received: unknown, allow?: RuleInput | readonly RuleInput[]): MatcherResult | PromiseLike<MatcherResult>
  /** Passes if the function attempted to reach what the rule names, allowed or blocked. */
  toEgressTo(received: unknown, rule: RuleInput): MatcherResult | PromiseLike<MatcherResult>
}

/**
 * For an asynchronous function the matchers return a thenable, which has to be awaited. An error of the function is
 * rethrown, unless there are violations to report first.
 */
export const matchers: EgressMatchers = {
  toEgress: (received, allow = []) => {
    const scope = openCall({ allow }, { name: 'toEgress', keepsLate: false, keepsAllowed: false })
    return guarded('toEgress', received, scope, matchers.toEgress, () => judgeViolations(scope))
  },
  toEgressTo: (received, input) => {
    const rule = hasTerms(input) ? input.rule : input
    const rules = createAllowlist([rule], 'toEgressTo()')
    const scope = openCall('inherit', { name: 'toEgressTo', keepsLate: false, keepsAllowed: true })
    const isNamed = (entry: Entry): boolean => rules.match(entry.attempt) !== undefined
    return guarded('toEgressTo', received, scope, matchers.toEgressTo, () => judgeNamed(scope, isNamed, String(rule)))
  },
}

type Run = () => unknown

function guarded(
  name: string,
  received: unknown,
  scope: Scope,
  below: (...args: never[]) => unknown,
  judge: () => MatcherResult | undefined,
): MatcherResult | PromiseLike<MatcherResult> {
  if (isThenable(received)) {
    // Its outcome does not matter here.
    received.then(undefined, () => {})
    throw new TypeError(
      `expect(…).${name}() got a promise, whose work began before agentguard could watch it: write await expect(() => work()).not.${name}()`,
    )
  }
  if (typeof received !== 'function') {
    throw new TypeError(`expect(…).${name}() needs a function: write expect(() => work()).not.${name}()`)
  }
  const started = start(scope, received as Run)
  if (!('value' in started) || !isThenable(started.value)) {
    endCall(scope)
    return resultOf(started, judge)
  }
  const { value } = started
  const result = settleCall(scope, () => value).then((outcome) => resultOf(outcome, judge))
  const test = findOwner(engine().current.get()).scope
  return trackAwait(test, result, unawaitedError(name, below))
}

function start(scope: Scope, run: Run): Outcome<unknown> {
  try {
    return { value: runCall(scope, run) }
  } catch (error) {
    return { error }
  }
}

function resultOf(outcome: Outcome<unknown>, judge: () => MatcherResult | undefined): MatcherResult {
  const result = judge()
  if (result?.pass !== true && 'error' in outcome) throw outcome.error
  return result ?? { pass: false, message: () => 'expected the function to attempt egress, and it attempted none' }
}

function judgeViolations(scope: Scope): MatcherResult | undefined {
  const blocked = settledEntries(engine(), scope)
    .filter(({ outcome }) => outcome === 'blocked')
    .map(readEntry)
  if (blocked.length === 0) return undefined
  return { pass: true, message: () => formatViolations(blocked, { cwd: cwd(), origin: 'matcher' }) }
}

function judgeNamed(scope: Scope, isNamed: (entry: Entry) => boolean, rule: string): MatcherResult {
  const { entries } = scope.ledger
  const named = entries.filter(isNamed).map(readEntry)
  // Other attempts do not affect this assertion, but remain violations of the test.
  for (const entry of entries) if (entry.outcome === 'blocked' && !isNamed(entry)) scope.parent?.ledger.record(entry)
  const seen = entries.map((entry) => formatViolations([readEntry(entry)], { cwd: cwd() })).join('\n\n')
  return named.length > 0
    ? {
        pass: true,
        message: () => `expected no attempt to reach ${rule}\n\n${formatViolations(named, { cwd: cwd() })}`,
      }
    : {
        pass: false,
        message: () => `expected an attempt to reach ${rule}, and saw ${seen === '' ? 'none' : `only\n\n${seen}`}`,
      }
}

function unawaitedError(name: string, below: (...args: never[]) => unknown): Error {
  const error = new Error(`expect(…).${name}() of an asynchronous function was not awaited: write await expect(…)`)
  Error.captureStackTrace(error, below)
  return error
}
