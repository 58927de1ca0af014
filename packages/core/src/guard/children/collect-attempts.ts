import type { Finding } from '../../evidence/record/finding.ts'
import { bounded } from '../../evidence/redact/printable.ts'
import { timeOrigin } from '../node/real-time.ts'
import type { Scope } from '../scope/scope.ts'
import type { SpoolLine } from '../spool/spool-line.ts'
import { charge } from '../judging/charge.ts'
import type { Engine } from '../engine/engine.ts'
import { settleGateway } from './find-gateway.ts'

/** Records what guarded children and workers attempted since the last time, in the scopes that started them. */
export function collectAttempts(engine: Engine): void {
  if (!engine.spool) return
  // Only a process that has a gateway loads that part.
  if (engine.gateway) settleGateway(engine.gateway)
  const problems: { readonly scope: Scope; readonly problem: string }[] = []
  for (const scope of engine.spool.scopes()) {
    const { lines, problem, charged } = engine.spool.collect(scope)
    for (const line of lines) charge(engine, scope, findingOf(scope, line))
    charged()
    if (problem !== undefined) problems.push({ scope, problem })
  }
  // Where the whole directory is gone, scopes that ended long ago may have lost nothing.
  const running = problems.filter(({ scope }) => scope.endedAt === undefined)
  for (const { scope, problem } of running.length > 0 ? running : problems.slice(0, 1)) {
    charge(engine, scope, lostEvidence(problem))
  }
}

/** A test must not pass when its evidence may be lost. */
function lostEvidence(problem: string): Finding {
  return {
    outcome: 'blocked',
    attempt: { channel: 'child-process', raw: 'lost evidence' },
    reason: 'cannot-guard',
    by: { kind: 'problem', text: problem },
    phase: 'run',
    trace: { stack: '' },
    process: 'a child process or worker thread',
  }
}

function findingOf({ endedAt }: Scope, { entry, at, stack, process }: SpoolLine): Finding {
  const since = endedAt === undefined ? -1 : Math.round(at - timeOrigin - endedAt)
  // The clocks of two processes agree to a millisecond.
  const isLate = since > 1
  return {
    ...entry,
    phase: isLate ? 'late' : entry.phase,
    lateBy: isLate ? since : undefined,
    at,
    trace: { stack },
    process: bounded(process),
  }
}
