import type { Attempt } from '../../policy/attempt/attempt.ts'
import { captureTrace } from '../../evidence/record/trace.ts'
import { findIsolation, isIsolated, type Isolation } from '../isolation/find-isolation.ts'
import { readTries } from '../isolation/read-tries.ts'
import { now } from '../node/real-time.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { createScope, type Frame, type Scope } from '../scope/scope.ts'
import { triesPath } from '../spool/spool-paths.ts'
import { charge } from '../judging/charge.ts'
import type { Engine } from '../engine/engine.ts'

/** What stands before a program that runs in a namespace of its own, why it cannot, or nothing where it need not. */
export function isolateProgram(
  engine: Engine,
  { scope, phase, began, candidates }: Frame,
  attempt: Attempt,
  ticket: string,
): readonly string[] | { readonly problem: string } | undefined {
  if (!attempt.program?.foreign?.length || isIsolated()) return undefined
  const isolation = isolationOf(engine)
  if ('problem' in isolation) return isolation
  const programs = engine.isolation.programs.get(scope) ?? new Set()
  engine.isolation.programs.set(scope, programs)
  const report = triesPath(ticket, now())
  const trace = captureTrace(isolateProgram)
  const finding = { outcome: 'blocked', attempt, phase, began, candidates, trace } as const
  programs.add({ report, finding, told: 0 })
  return isolation.before(report)
}

/** Charges a scope with what the kernel stopped of its isolated programs since the last time. */
export function collectTries(engine: Engine, scope: Scope): void {
  for (const program of engine.isolation.programs.get(scope) ?? []) {
    const { count, isOver } = readTries(program.report)
    if (isOver) engine.isolation.programs.get(scope)?.delete(program)
    if (count === undefined) {
      charge(engine, scope, { ...program.finding, reason: 'cannot-guard', by: noCounters })
    } else if (count > program.told) {
      const by = { kind: 'kernel', packets: count } as const
      if (program.told === 0) charge(engine, scope, { ...program.finding, reason: 'program-tried', by })
      program.told = count
    }
  }
}

const noCounters = { kind: 'problem', text: "the kernel's counters of its namespace are not there" } as const

/** Looked for once, where no policy judges the looking. */
function isolationOf(engine: Engine): Isolation | { readonly problem: string } {
  const { isolation: state } = engine
  if (state.found) return state.found
  const scope = createScope({ name: 'start-up check', policy: createPolicy({ mode: 'off' }, 'start-up check') })
  return (state.found = engine.current.run({ scope, phase: 'run' }, findIsolation))
}
