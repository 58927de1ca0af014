import { cwd } from 'node:process'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Scope } from '../scope/scope.ts'
import type { Engine } from '../engine/engine.ts'
import { readEntry } from './read-entry.ts'
import { violationError } from './violation-error.ts'

/** The scope that pays: the one of the code, or, once a call like `noEgress` has returned, the nearest around it. */
export function chargedScope(scope: Scope): Scope {
  let at = scope
  while (at.endedAt !== undefined && !at.keepsLate && at.parent) at = at.parent
  return at
}

/** Records an entry; what came too late for everybody who could report it ends the process as an unhandled rejection. */
export function charge(engine: Engine, scope: Scope, entry: Entry): Entry {
  const kept = scope.ledger.record(entry)
  const orphan =
    kept === entry && scope === engine.root && engine.root.policy.mode === 'off' && entry.outcome === 'blocked'
  if (orphan) void Promise.reject(violationError([readEntry(entry)], { cwd: cwd(), origin: 'call' }))
  return kept
}
