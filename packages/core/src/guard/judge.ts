import type { Attempt } from '../attempt/attempt.ts'
import type { Judge, Operation } from '../channels/channel.ts'
import type { EgressBlockedError } from '../errors/egress-blocked-error.ts'
import type { Entry } from '../evidence/ledger.ts'
import { captureTrace, type Trace } from '../evidence/trace.ts'
import { epoch, now, queueMicro } from '../patch/real-time.ts'
import { decide } from '../policy/precedence.ts'
import type { Policy } from '../policy/policy.ts'
import type { Verdict } from '../policy/verdict.ts'
import { noteRedirect, redirectsTo } from '../scope/redirects.ts'
import type { Frame, Scope } from '../scope/scope.ts'
import { blockedError } from './blocked-error.ts'
import { charge, chargedScope } from './charge.ts'
import { completeAttempt } from './complete-attempt.ts'
import type { Engine } from './engine.ts'
import { equipChild, isGuarded } from './equip-child.ts'
import { keepsAllowed } from './keeps-allowed.ts'
import { noteNativeCode } from './native-code.ts'
import { isolateProgram } from './isolate-program.ts'
import { isRunnersOwn } from './runners-own.ts'
import { preload } from './own-files.ts'
import { ticketKey, ticketVariable } from './ticket-variable.ts'
import { starterStack } from './starter-stack.ts'

/** An operation with what the guard adds: its owner, the caller's stack, and what was recorded of it. */
interface OwnedOperation extends Operation {
  readonly frame: Frame
  readonly trace: Trace | undefined
  /** The policy that let the attempt through when it began. */
  readonly passed: Policy | undefined
  readonly entries: Entry[]
}

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
    attach: (carrier, operation) => void carriers.set(carrier, operation),
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
    decide: (attempt, operation) => (engine.restore ? decideAndRecord(engine, attempt, owned(operation)) : undefined),
    equip: (attempt, operation) => {
      const { frame } = owned(operation)
      const equipment = engine.restore && equipChild(engine, frame.scope)
      if (equipment === undefined) return undefined
      if ('ticket' in equipment) {
        const { ticket } = equipment
        const { trace = captureTrace(judge.equip) } = owned(operation)
        const stack = starterStack(engine, trace)
        return { preload: preload(), variable: ticketVariable, key: ticketKey, ticket, stack, phase: frame.phase }
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
      const verdict = { outcome: 'block', reason: 'cannot-guard', rule: problem } as const
      const entry = record(engine, attempt, audit ? { ...verdict, audit } : verdict, owned(operation))
      return audit ? undefined : blockedError(entry)
    },
    answered: (operation, host, addresses) => answers.learn(owned(operation).frame.scope, host, addresses),
    redirected: (operation, from, to) => noteRedirect(owned(operation).frame.scope, from, to),
  }
  return judge
}

/** Channels hand back what `begin` gave them, or a copy of it. */
function owned(operation: Operation): OwnedOperation {
  return operation as OwnedOperation
}

function plainFrame(frame: Frame): Frame {
  return frame.carried ? { scope: frame.scope, phase: frame.phase } : frame
}

/** A stack costs as much as the rest together: only what will be recorded gets one. */
function wantsTrace(engine: Engine, { scope }: Frame, attempt: Attempt, behind: Attempt | undefined): boolean {
  // The start of a thread is no attempt to judge: it is guarded or refused, and costs more than many stacks.
  if (scope.keepsAllowed === true || attempt.channel === 'worker') return true
  const isKept = (one: Attempt): boolean => {
    const complete = completeAttempt(engine, scope, one)
    const verdict = verdictOn(scope, complete)
    return verdict.outcome === 'block' || keepsAllowed(scope, complete, verdict.rule)
  }
  return isKept(attempt) || (behind !== undefined && isKept(behind))
}

function decideAndRecord(engine: Engine, attempt: Attempt, operation: OwnedOperation): EgressBlockedError | undefined {
  const { frame } = operation
  const { scope } = frame
  if (hasPassed(attempt, operation)) return undefined
  const complete = completeAttempt(engine, scope, attempt)
  const verdict = verdictOn(scope, complete)
  if (verdict.outcome === 'allow') {
    if (keepsAllowed(scope, complete, verdict.rule)) record(engine, complete, verdict, operation)
    return undefined
  }
  if (isRunnersOwn(engine, frame, complete, operation.trace)) return undefined
  const entry = record(engine, complete, verdict, operation)
  return verdict.audit ? undefined : blockedError(entry)
}

/** A predicate of the user's that throws stops the attempt: its error fails the test, and not the code under test. */
function verdictOn({ policy }: Scope, attempt: Attempt): Verdict {
  try {
    return decide(policy, attempt)
  } catch (error) {
    return { outcome: 'block', reason: 'cannot-guard', rule: error instanceof Error ? error.message : String(error) }
  }
}

/** True for the very question that `begin` answered: an attempt on an address stays the same down to the handle. */
function hasPassed(attempt: Attempt, { attempt: asked, passed, frame }: OwnedOperation): boolean {
  if (passed === undefined || passed !== frame.scope.policy) return false
  if (attempt === asked) return true
  const { channel, host, port, address, url } = attempt
  if (host === undefined || host !== address) return false
  return channel === asked.channel && host === asked.host && port === asked.port && url === asked.url
}

/** One operation passes several gates: what it reaches is recorded at the first, and made more exact at the next. */
function record(engine: Engine, attempt: Attempt, verdict: Verdict, operation: OwnedOperation): Entry {
  const outcome = verdict.outcome === 'allow' ? 'allowed' : verdict.audit ? 'audited' : 'blocked'
  const known = operation.entries.find((entry) => entry.outcome === outcome && sameTarget(entry.attempt, attempt))
  if (known) {
    known.attempt = { ...attempt, ...known.attempt, address: known.attempt.address ?? attempt.address }
    return known
  }
  const entry = charge(engine, chargedScope(operation.frame.scope), entryOf(attempt, verdict, outcome, operation))
  operation.entries.push(entry)
  return entry
}

function sameTarget(a: Attempt, b: Attempt): boolean {
  if (a.unixPath !== b.unixPath || a.host !== b.host || a.program !== b.program) return false
  if (a.url && b.url && (a.method !== b.method || a.url.path !== b.url.path)) return false
  return a.port === b.port || a.port === undefined || b.port === undefined
}

function entryOf(attempt: Attempt, verdict: Verdict, outcome: Entry['outcome'], operation: OwnedOperation): Entry {
  const { scope, phase } = operation.frame
  const charged = chargedScope(scope)
  const late = scope.endedAt !== undefined
  return {
    outcome,
    attempt,
    reason: verdict.outcome === 'block' ? verdict.reason : undefined,
    rule: verdict.rule,
    scope: charged.name,
    file: charged.file,
    phase: late ? 'late' : phase,
    lateBy: scope.endedAt === undefined ? undefined : Math.round(now() - scope.endedAt),
    retry: scope.retry,
    at: epoch(),
    redirects: attempt.url && redirectsTo(scope, attempt.url),
    trace: operation.trace ?? captureTrace(decideAndRecord),
    count: 1,
  }
}
