import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { captureTrace } from '../../evidence/record/trace.ts'
import { epoch, now } from '../node/real-time.ts'
import { letsThrough, recordedOf, type Verdict } from '../../policy/precedence/verdict.ts'
import { redirectsTo } from '../scope/redirects.ts'
import { awaitsServer } from './awaits-server.ts'
import { charge } from './charge.ts'
import { isServedBeside, wasOwn } from './complete-attempt.ts'
import type { Engine } from '../engine/engine.ts'
import type { OwnedOperation } from './owned-operation.ts'

/** Records an attempt. An operation passes several gates: the first one records it, and later ones add detail. */
export function recordAttempt(engine: Engine, attempt: Attempt, verdict: Verdict, operation: OwnedOperation): Entry {
  const recorded = recordedOf(verdict)
  const { outcome } = recorded
  const known = operation.entries.find((entry) => entry.outcome === outcome && sameTarget(entry.attempt, attempt))
  const awaits = awaited(engine, attempt, verdict, operation)
  const isServed = awaits !== undefined && isServedBeside(engine, attempt)
  if (known && isServed) return known
  if (known) {
    Object.assign(known, { lastAt: epoch(), awaits: known.awaits === undefined ? undefined : awaits })
    known.attempt = { ...attempt, ...known.attempt, address: known.attempt.address ?? attempt.address }
    return known
  }
  const { scope, phase, began, candidates } = operation.owner
  const { endedAt } = scope
  const entry = charge(engine, scope, {
    ...recorded,
    attempt,
    phase: endedAt === undefined ? phase : 'late',
    began,
    candidates,
    lateBy: endedAt === undefined ? undefined : Math.round(now() - endedAt),
    redirects: attempt.url && redirectsTo(scope, attempt.url),
    awaits,
    trace: operation.trace ?? captureTrace(recordAttempt),
    // A client of the test reconnects to a server that the test has closed. Without the guard, the system would refuse that.
    isExpected: isServed || (!letsThrough(outcome) && endedAt !== undefined && wasOwn(engine, attempt)),
  })
  operation.entries.push(entry)
  return entry
}

/** How many listeners have been published by now, where the code may be waiting for one. */
function awaited(
  { listeners }: Engine,
  attempt: Attempt,
  verdict: Verdict,
  { owner, circumstances }: OwnedOperation,
): number | undefined {
  if (verdict.outcome !== 'block' || verdict.softened === 'audited' || verdict.reason === 'cannot-guard')
    return undefined
  return awaitsServer(owner.scope.policy, attempt, circumstances) ? listeners.seen() : undefined
}

function sameTarget(a: Attempt, b: Attempt): boolean {
  if (a.unixPath !== b.unixPath || a.host !== b.host || a.program !== b.program) return false
  if (a.url && b.url && (a.method !== b.method || a.url.path !== b.url.path)) return false
  return a.port === b.port || a.port === undefined || b.port === undefined
}
