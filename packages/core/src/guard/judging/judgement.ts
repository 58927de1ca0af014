import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackAttempt } from '../../policy/attempt/is-local.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { Verdict } from '../../policy/precedence/verdict.ts'

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
