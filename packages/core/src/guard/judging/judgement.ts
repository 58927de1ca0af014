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

/** What the policy of a scope says of one attempt. */
export interface Judgement {
  /** The attempt as the channel put it. */
  readonly asked: Attempt
  /** The same with what only the guard knows of it. */
  readonly attempt: Attempt
  readonly policy: Policy
  readonly verdict: Verdict
  /** Whether it goes on record, which takes a stack. */
  readonly isRecorded: boolean
}

/** Judges an attempt by the policy of a scope: once, since what was judged is asked for with `holds` from then on. */
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

/** Of what no JavaScript of this process calls. */
const noCaller = circumstancesOf(() => undefined)

/** A predicate of the user's that throws stops the attempt: its error fails the test, and not the code under test. */
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
 * Whether a judgement answers for an attempt, now: the question and the policy are the same. A local destination that was
 * blocked is asked for again, since a server of the test's own may listen there by now.
 */
export function holds({ asked, policy, verdict, isRecorded }: Judgement, attempt: Attempt, now: Policy): boolean {
  if (policy !== now) return false
  // Another description may know more, which evidence is to tell.
  if (attempt !== asked) return !isRecorded && isSameConnection(attempt, asked)
  return verdict.outcome === 'allow' || (attempt.unixPath === undefined && !isLoopbackAttempt(attempt))
}

/** A connection to an address stays the same from the call down to the handle, whichever gate describes it. */
function isSameConnection({ channel, host, port, address, url }: Attempt, asked: Attempt): boolean {
  if (host === undefined || host !== address) return false
  return channel === asked.channel && host === asked.host && port === asked.port && url === asked.url
}
