import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { captureTrace } from '../../evidence/record/trace.ts'
import { epoch, now } from '../node/real-time.ts'
import type { Verdict } from '../../policy/precedence/verdict.ts'
import { redirectsTo } from '../scope/redirects.ts'
import { charge, chargedScope } from './charge.ts'
import type { Engine } from '../engine/engine.ts'
import type { OwnedOperation } from './owned-operation.ts'

/** One operation passes several gates: what it reaches is recorded at the first, and made more exact at the next. */
export function recordAttempt(engine: Engine, attempt: Attempt, verdict: Verdict, operation: OwnedOperation): Entry {
  const outcome = verdict.outcome === 'allow' ? 'allowed' : verdict.audit ? 'audited' : 'blocked'
  const known = operation.entries.find((entry) => entry.outcome === outcome && sameTarget(entry.attempt, attempt))
  if (known) {
    known.attempt = { ...attempt, ...known.attempt, address: known.attempt.address ?? attempt.address }
    return known
  }
  const entry = charge(engine, chargedScope(operation.frame.scope), entryOf(attempt, verdict, outcome, operation))
  operation.entries.push(entry)
  return entry
}

function sameTarget(a: Attempt, b: Attempt): boolean {
  if (a.unixPath !== b.unixPath || a.host !== b.host || a.program !== b.program) return false
  if (a.url && b.url && (a.method !== b.method || a.url.path !== b.url.path)) return false
  return a.port === b.port || a.port === undefined || b.port === undefined
}

function entryOf(attempt: Attempt, verdict: Verdict, outcome: Entry['outcome'], operation: OwnedOperation): Entry {
  const { scope, phase } = operation.frame
  const charged = chargedScope(scope)
  const late = scope.endedAt !== undefined
  return {
    outcome,
    attempt,
    reason: verdict.outcome === 'block' ? verdict.reason : undefined,
    by: verdict.by,
    scope: charged.name,
    file: charged.file,
    phase: late ? 'late' : phase,
    lateBy: scope.endedAt === undefined ? undefined : Math.round(now() - scope.endedAt),
    retry: scope.retry,
    at: epoch(),
    redirects: attempt.url && redirectsTo(scope, attempt.url),
    trace: operation.trace ?? captureTrace(recordAttempt),
    count: 1,
  }
}
