import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { decide } from '../../policy/precedence/precedence.ts'
import type { Verdict } from '../../policy/precedence/verdict.ts'
import { cannotGuard } from '../../policy/precedence/verdicts.ts'
import type { Frame, Scope } from '../scope/scope.ts'
import { blockedError } from './blocked-error.ts'
import { completeAttempt } from './complete-attempt.ts'
import type { Engine } from '../engine/engine.ts'
import { keepsAllowed } from './keeps-allowed.ts'
import type { OwnedOperation } from './owned-operation.ts'
import { recordAttempt } from './record-attempt.ts'
import { isRunnersOwn } from './runners-own.ts'

/** A stack costs as much as the rest together: only what will be recorded gets one. */
export function wantsTrace(engine: Engine, { scope }: Frame, attempt: Attempt, behind: Attempt | undefined): boolean {
  // The start of a thread is no attempt to judge: it is guarded or refused, and costs more than many stacks.
  if (scope.keepsAllowed === true || attempt.channel === 'worker') return true
  const isKept = (one: Attempt): boolean => {
    const complete = completeAttempt(engine, scope, one)
    const verdict = verdictOn(scope, complete)
    return verdict.outcome === 'block' || keepsAllowed(scope, complete, verdict.by)
  }
  return isKept(attempt) || (behind !== undefined && isKept(behind))
}

/** The verdict on an attempt, on record before anything fails; the error that the code under test is to see, if any. */
export function decideAttempt(
  engine: Engine,
  attempt: Attempt,
  operation: OwnedOperation,
): EgressBlockedError | undefined {
  const { frame } = operation
  const { scope } = frame
  if (hasPassed(attempt, operation)) return undefined
  const complete = completeAttempt(engine, scope, attempt)
  const verdict = verdictOn(scope, complete)
  if (verdict.outcome === 'allow') {
    if (keepsAllowed(scope, complete, verdict.by)) recordAttempt(engine, complete, verdict, operation)
    return undefined
  }
  if (isRunnersOwn(engine, frame, complete, operation.trace)) return undefined
  const entry = recordAttempt(engine, complete, verdict, operation)
  return verdict.audit ? undefined : blockedError(entry)
}

/** A predicate of the user's that throws stops the attempt: its error fails the test, and not the code under test. */
function verdictOn({ policy }: Scope, attempt: Attempt): Verdict {
  try {
    return decide(policy, attempt)
  } catch (error) {
    return cannotGuard(error instanceof Error ? error.message : String(error))
  }
}

/** True for the very question that `begin` answered: an attempt on an address stays the same down to the handle. */
function hasPassed(attempt: Attempt, { attempt: asked, passed, frame }: OwnedOperation): boolean {
  if (passed === undefined || passed !== frame.scope.policy) return false
  if (attempt === asked) return true
  const { channel, host, port, address, url } = attempt
  if (host === undefined || host !== address) return false
  return channel === asked.channel && host === asked.host && port === asked.port && url === asked.url
}
