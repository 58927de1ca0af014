import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { letsThrough, outcomeOf } from '../../policy/precedence/verdict.ts'
import { blockedError } from './blocked-error.ts'
import type { Engine } from '../engine/engine.ts'
import { systemRefusal } from './system-refusal.ts'
import { judge } from './judge.ts'
import { holds, type Judgement } from './judgement.ts'
import type { OwnedOperation } from './owned-operation.ts'
import { recordAttempt } from './record-attempt.ts'
import { isRunnersOwn } from './runners-own.ts'

/** Decides an attempt, and records it before anything fails. Returns the error for the code under test, if any. */
export function decideAttempt(
  engine: Engine,
  asked: Attempt,
  operation: OwnedOperation,
): EgressBlockedError | undefined {
  const { owner, trace, circumstances } = operation
  const { attempt, verdict, isRecorded } =
    judgedBefore(operation, asked) ?? judge(engine, owner.scope, asked, circumstances)
  if (!isRecorded) return undefined
  if (verdict.outcome === 'block' && isRunnersOwn(engine, owner, attempt, trace)) return undefined
  const entry = recordAttempt(engine, attempt, verdict, operation)
  if (letsThrough(outcomeOf(verdict))) return undefined
  return blockedError(entry, entry.awaits !== undefined ? systemRefusal(engine.listeners, attempt) : undefined)
}

function judgedBefore({ owner, judged, judgedBehind }: OwnedOperation, asked: Attempt): Judgement | undefined {
  const { policy } = owner.scope
  if (judged && holds(judged, asked, policy)) return judged
  return judgedBehind && holds(judgedBehind, asked, policy) ? judgedBehind : undefined
}
