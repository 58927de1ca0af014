import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackAttempt } from '../../policy/attempt/is-local.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import { decide, judgeUnguarded } from '../../policy/precedence/precedence.ts'
import type { Verdict } from '../../policy/precedence/verdict.ts'
import { cannotGuard } from '../../policy/precedence/verdicts.ts'
import type { Engine } from '../engine/engine.ts'
import type { Scope } from '../scope/scope.ts'
import { changedForGood } from '../node/originals.ts'
import type { Circumstances } from '../../policy/rules/terms.ts'
import { circumstancesOf, expiresSoon } from '../scope/circumstances.ts'
import { completeAttempt } from './complete-attempt.ts'
import { keepsAllowed } from './keeps-allowed.ts'

/** The decision of a scope's policy on one attempt. */
export interface Judgement {
  /** The attempt as the channel described it. */
  readonly asked: Attempt
  /** The same, with what only the guard knows. */
  readonly attempt: Attempt
  readonly policy: Policy
  readonly verdict: Verdict
  /** Whether it is recorded, which takes a stack. */
  readonly isRecorded: boolean
}

/** Judges an attempt by the policy of a scope. Later gates reuse the judgement while `holds` is true. */
export function judge(
  engine: Engine,
  scope: Scope,
  asked: Attempt,
  circumstances: Circumstances = noCaller,
): Judgement {
  const { policy } = scope
  const attempt = completeAttempt(engine, scope, asked)
  const verdict = verdictOn(policy, attempt, circumstances)
  const isRecorded = verdict.outcome === 'block' || keepsAllowed(scope, attempt, verdict.by) || expiresSoon(verdict.by)
  return { asked, attempt, policy, verdict, isRecorded }
}

/** For attempts that no JavaScript of this process makes. */
const noCaller = circumstancesOf(() => undefined)

/** A user's predicate that throws blocks the attempt. Its error fails the test, and not the code under test. */
function verdictOn(policy: Policy, attempt: Attempt, circumstances: Circumstances): Verdict {
  const changed = changedForGood()
  if (changed !== undefined)
    return judgeUnguarded(policy, `the program has changed ${changed}, which the guard relies on, for good`)
  try {
    return decide(policy, attempt, circumstances)
  } catch (error) {
    return cannotGuard(error instanceof Error ? error.message : String(error))
  }
}

/**
 * Whether a judgement still answers for an attempt: attempt and policy are the same. A blocked local destination is
 * judged again, since a server of the test may listen there by now.
 */
export function holds({ asked, policy, verdict, isRecorded }: Judgement, attempt: Attempt, now: Policy): boolean {
  if (policy !== now) return false
  // Another description may know more, which belongs in the evidence.
  if (attempt !== asked) return !isRecorded && isSameConnection(attempt, asked)
  return verdict.outcome === 'allow' || (attempt.unixPath === undefined && !isLoopbackAttempt(attempt))
}

/** A connection to an address stays the same from the call to the handle, whichever gate describes it. */
function isSameConnection({ channel, host, port, address, url }: Attempt, asked: Attempt): boolean {
  if (host === undefined || host !== address) return false
  return channel === asked.channel && host === asked.host && port === asked.port && url === asked.url
}
