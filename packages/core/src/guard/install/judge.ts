import type { Judge, Operation } from '../capabilities/channel.ts'
import { captureTrace } from '../../evidence/record/trace.ts'
import { queueMicro } from '../node/real-time.ts'
import { noteRedirect } from '../scope/redirects.ts'
import { cannotGuard } from '../../policy/precedence/verdicts.ts'
import type { Frame } from '../scope/scope.ts'
import { blockedError } from '../judging/blocked-error.ts'
import { decideAttempt, wantsTrace } from '../judging/decide-attempt.ts'
import type { Engine } from '../engine/engine.ts'
import { equipChild, isGuarded } from '../children/equip-child.ts'
import { noteNativeCode } from '../native/note-native-code.ts'
import { isolateProgram } from '../children/isolate-program.ts'
import { preload } from '../judging/own-files.ts'
import { owned, type OwnedOperation } from '../judging/owned-operation.ts'
import { recordAttempt } from '../judging/record-attempt.ts'
import { starterStack } from '../children/starter-stack.ts'

/** Creates the judge that the channels ask: it knows scopes, policies and ledgers, so that they need not. */
export function createJudge(engine: Engine): Judge {
  const { current, carriers, connections, listeners, answers } = engine
  let running: OwnedOperation | undefined
  let next: { hosts: readonly string[]; port: number | undefined; operation: Operation } | undefined

  const within = <T>(operation: OwnedOperation, frame: Frame, fn: () => T): T => {
    const before = running
    running = operation
    try {
      return current.get() === frame ? fn() : current.run(frame, fn)
    } finally {
      running = before
    }
  }
  const judge: Judge = {
    listeners,
    connections,
    native: noteNativeCode(engine),
    current: () => running,
    begin: (attempt, behind, partOf) => {
      const frame = plainFrame(current.get())
      const stopped = engine.restore && wantsTrace(engine, frame, attempt, behind)
      const trace = stopped ? captureTrace(judge.begin) : undefined
      const passed = stopped === false ? frame.scope.policy : undefined
      const whole = partOf && owned(partOf)
      const entries = whole?.frame.scope === frame.scope ? whole.entries : []
      return { attempt, behind, frame, trace, passed, entries } satisfies OwnedOperation
    },
    hasSocketMock: () => engine.hasSocketMock(),
    isMine: (operation) => owned(operation).frame.scope === current.get().scope,
    attach: (carrier, operation) => carriers.set(carrier, operation),
    operationOf: (carrier) => carriers.get(carrier),
    expect: (hosts, port, operation) => {
      const expected = (next = { hosts, port, operation })
      // The socket is made in this very turn, or it is another one.
      queueMicro(() => {
        if (next === expected) next = undefined
      })
    },
    expected: (host, port) => {
      if (!next?.hosts.includes(host) || next.port !== port) return undefined
      const { operation } = next
      next = undefined
      return operation
    },
    run: (operation, fn) => within(owned(operation), owned(operation).frame, fn),
    carry: (operation, fn) => {
      const { frame, trace } = owned(operation)
      return within(owned(operation), trace ? { ...frame, carried: operation } : frame, fn)
    },
    carried: () => running ?? (current.get().carried as OwnedOperation | undefined),
    decide: (attempt, operation) => (engine.restore ? decideAttempt(engine, attempt, owned(operation)) : undefined),
    equip: (attempt, operation) => {
      const { frame } = owned(operation)
      const equipment = engine.restore && equipChild(engine, frame.scope)
      if (equipment === undefined) return undefined
      if ('ticket' in equipment) {
        const { ticket } = equipment
        const { trace = captureTrace(judge.equip) } = owned(operation)
        const stack = starterStack(engine, trace)
        return { preload: preload(), ticket, stack, phase: frame.phase }
      }
      const error = judge.refuse(attempt, operation, equipment.problem)
      return error && { error }
    },
    isolate: (attempt, operation, ticket) => {
      const before = engine.restore && isolateProgram(engine, owned(operation).frame, attempt, ticket)
      if (before === undefined || !('problem' in before)) return before
      const error = judge.refuse(attempt, operation, before.problem)
      return error && { error }
    },
    outside: (fn) => current.outside(fn),
    refuse: (attempt, operation, problem) => {
      const { policy } = owned(operation).frame.scope
      if (!engine.restore || !isGuarded(policy)) return undefined
      const audit = policy.mode === 'audit' && !policy.enclosing.some(({ locked, deny }) => locked || deny.length > 0)
      const entry = recordAttempt(engine, attempt, cannotGuard(problem, audit), owned(operation))
      return audit ? undefined : blockedError(entry)
    },
    answered: (operation, host, addresses) => answers.learn(owned(operation).frame.scope, host, addresses),
    redirected: (operation, from, to) => noteRedirect(owned(operation).frame.scope, from, to),
  }
  return judge
}

function plainFrame(frame: Frame): Frame {
  return frame.carried ? { scope: frame.scope, phase: frame.phase } : frame
}
