import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { captureTrace } from '../../evidence/record/trace.ts'
import { judgeUnguarded } from '../../policy/precedence/precedence.ts'
import { letsThrough, outcomeOf } from '../../policy/precedence/verdict.ts'
import type { Children } from '../capabilities/children.ts'
import type { Engine } from '../engine/engine.ts'
import { blockedError } from '../judging/blocked-error.ts'
import { preload } from '../judging/own-files.ts'
import { owned } from '../judging/owned-operation.ts'
import { recordAttempt } from '../judging/record-attempt.ts'
import { equipChild, isGuarded } from './equip-child.ts'
import { isolateProgram } from './isolate-program.ts'
import { starterStack } from './starter-stack.ts'

/** Makes the children of a scope join it, and refuses those that cannot. */
export function createChildren(engine: Engine): Children {
  const refuse: Children['refuse'] = (attempt, operation, problem) => {
    const { policy } = owned(operation).owner.scope
    if (!engine.restore || !isGuarded(policy)) return undefined
    const verdict = judgeUnguarded(policy, problem)
    const entry = recordAttempt(engine, attempt, verdict, owned(operation))
    return letsThrough(outcomeOf(verdict)) ? undefined : blockedError(entry)
  }
  const equip: Children['equip'] = (attempt, operation) => {
    const { scope, phase, began, candidates } = owned(operation).owner
    const equipment = engine.restore && equipChild(engine, scope)
    if (equipment === undefined) return undefined
    if ('problem' in equipment) return withError(refuse(attempt, operation, equipment.problem))
    const { ticket } = equipment
    const { trace = captureTrace(equip) } = owned(operation)
    const stack = starterStack(engine, trace)
    return { preload: preload(), ticket, stack, phase, began, candidates }
  }
  return {
    equip,
    refuse,
    isolate: (attempt, operation, equipment, start) => {
      const { judged } = owned(operation)
      if (judged?.verdict.by?.kind !== 'isolated') return undefined
      const before = isolateProgram(engine, { attempt, equipment, start })
      if (before === undefined || !('problem' in before)) return before
      return withError(refuse(attempt, operation, before.problem))
    },
    started: (operation, pid, joins) => {
      engine.gateway?.pids.add(pid)
      engine.spool?.activity(owned(operation).owner.scope)?.started(pid, joins)
    },
    outside: (fn) => engine.current.outside(fn),
    leave: () => {
      engine.tellAll?.()
      return engine.tellAll !== undefined
    },
  }
}

function withError(error: EgressBlockedError | undefined): { readonly error: EgressBlockedError } | undefined {
  return error && { error }
}
