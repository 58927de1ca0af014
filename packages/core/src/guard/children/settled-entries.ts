import type { Entry } from '../../evidence/record/ledger.ts'
import type { Engine } from '../engine/engine.ts'
import { dropAwaited } from '../judging/awaits-server.ts'
import type { Scope } from '../scope/scope.ts'
import { collectAttempts } from './collect-attempts.ts'

/** What a scope has attempted so far, with its children, and without attempts that only waited for a server of the tests. */
export function settledEntries(engine: Engine, scope: Pick<Scope, 'ledger'>): readonly Entry[] {
  collectAttempts(engine)
  dropAwaited(engine, scope)
  return scope.ledger.entries
}
