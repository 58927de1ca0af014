import { performance } from 'node:perf_hooks'
import type { Entry } from '../evidence/ledger.ts'
import type { Scope } from '../scope/scope.ts'
import type { SpoolLine } from '../spool/spool-line.ts'
import { charge, chargedScope } from './charge.ts'
import type { Engine } from './engine.ts'

/** Charges what guarded children and workers attempted since the last time to the scopes that started them. */
export function collectAttempts(engine: Engine): void {
  if (!engine.spool) return
  for (const scope of engine.spool.scopes()) {
    for (const line of engine.spool.collect(scope)) charge(engine, chargedScope(scope), entryOf(scope, line))
  }
}

function entryOf(scope: Scope, { entry, at, stack, process }: SpoolLine): Entry {
  const charged = chargedScope(scope)
  const since = scope.endedAt === undefined ? -1 : Math.round(at - performance.timeOrigin - scope.endedAt)
  const late = since > 0
  return {
    ...entry,
    reason: entry.reason,
    rule: entry.rule,
    redirects: entry.redirects,
    scope: charged.name,
    file: charged.file,
    phase: late ? 'late' : 'run',
    lateBy: late ? since : undefined,
    retry: scope.retry,
    trace: { stack },
    process,
  }
}
