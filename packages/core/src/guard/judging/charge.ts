import type { Finding } from '../../evidence/record/finding.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Engine } from '../engine/engine.ts'
import { epoch } from '../node/real-time.ts'
import type { Scope } from '../scope/scope.ts'
import { readEntry } from './read-entry.ts'
import { violationError } from './violation-error.ts'
import { workingFolder } from '../node/working-folder.ts'

/** Records an attempt of a scope in the ledger that it belongs to. */
export function charge(engine: Engine, scope: Scope, finding: Finding): Entry {
  const payer = chargedScope(scope)
  const entry = entryOf(scope, payer, finding)
  if (finding.isExpected) return entry
  const kept = payer.ledger.record(entry)
  const { root } = engine
  const isOrphan = kept === entry && payer === root && root.policy.mode === 'off' && entry.outcome === 'blocked'
  // Too late for every reporter, so it ends the process as an unhandled rejection.
  if (isOrphan) void Promise.reject(violationError([readEntry(entry)], { cwd: workingFolder(), origin: 'call' }))
  return kept
}

/** The scope whose ledger gets an attempt: the code's own or, once a call such as `noEgress` has returned, the nearest enclosing one. */
export function chargedScope(scope: Scope): Scope {
  let at = scope
  while (at.endedAt !== undefined && !at.keepsLate && at.parent) at = at.parent
  return at
}

/** Entries are created only here. */
function entryOf({ retry }: Scope, { name, file }: Scope, finding: Finding): Entry {
  const { outcome, attempt, reason, by, phase, began, candidates, lateBy, redirects, trace, process, awaits } = finding
  const { at = epoch(), count = 1 } = finding
  return {
    outcome,
    attempt,
    reason,
    by,
    scope: name,
    file,
    phase,
    began,
    candidates,
    lateBy,
    retry,
    at,
    redirects,
    trace,
    process,
    awaits,
    count,
  }
}
