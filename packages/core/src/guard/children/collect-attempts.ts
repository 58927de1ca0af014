import type { Entry } from '../../evidence/record/ledger.ts'
import { bounded } from '../../evidence/redact/printable.ts'
import { epoch, timeOrigin } from '../node/real-time.ts'
import type { Scope } from '../scope/scope.ts'
import type { SpoolLine } from '../spool/spool-line.ts'
import { charge, chargedScope } from '../judging/charge.ts'
import type { Engine } from '../engine/engine.ts'
import { collectTries } from './isolate-program.ts'

/** Charges what guarded children and workers attempted since the last time to the scopes that started them. */
export function collectAttempts(engine: Engine): void {
  if (!engine.spool) return
  const problems: { readonly scope: Scope; readonly problem: string }[] = []
  for (const scope of engine.spool.scopes()) {
    const { lines, problem } = engine.spool.collect(scope)
    for (const line of lines) charge(engine, chargedScope(scope), entryOf(scope, line))
    if (problem !== undefined) problems.push({ scope, problem })
    collectTries(engine, scope)
  }
  // Where the whole directory is gone, scopes that have ended long ago may have lost nothing.
  const running = problems.filter(({ scope }) => scope.endedAt === undefined)
  for (const { scope, problem } of running.length > 0 ? running : problems.slice(0, 1)) {
    charge(engine, chargedScope(scope), entryOf(scope, lostEvidence(problem)))
  }
}

/** What cannot be told any more must not look green. */
function lostEvidence(problem: string): SpoolLine {
  const attempt = { channel: 'child-process', raw: 'lost evidence' } as const
  return {
    entry: {
      outcome: 'blocked',
      attempt,
      reason: 'cannot-guard',
      by: { kind: 'problem', text: problem },
      phase: 'run',
      redirects: undefined,
      count: 1,
    },
    at: epoch(),
    stack: '',
    process: 'a child process or worker thread',
  }
}

function entryOf(scope: Scope, { entry, at, stack, process }: SpoolLine): Entry {
  const charged = chargedScope(scope)
  const since = scope.endedAt === undefined ? -1 : Math.round(at - timeOrigin - scope.endedAt)
  // Two processes agree on the time to a millisecond.
  const late = since > 1
  const { outcome, attempt, reason, by, phase, redirects, count } = entry
  return {
    outcome,
    attempt,
    reason,
    by,
    redirects,
    count,
    scope: charged.name,
    file: charged.file,
    phase: late ? 'late' : phase,
    lateBy: late ? since : undefined,
    retry: scope.retry,
    at,
    trace: { stack },
    process: bounded(process),
  }
}
