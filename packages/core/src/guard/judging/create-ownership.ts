import { captureTrace, type Trace } from '../../evidence/record/trace.ts'
import type { Ownership } from '../capabilities/ownership.ts'
import type { Engine } from '../engine/engine.ts'
import type { Frame } from '../scope/scope.ts'
import { createHiddenProperty } from '../../objects/hidden-property.ts'
import { circumstancesOf, joinPackages } from '../scope/circumstances.ts'
import { findOwner } from './find-owner.ts'
import { judge } from './judge.ts'
import { owned, type OwnedOperation } from './owned-operation.ts'

/** Finds the owner of the running code for channels, so that they need not know scopes. */
export function createOwnership(engine: Engine): Ownership {
  const { current } = engine
  let running: OwnedOperation | undefined

  const within = <T>(operation: OwnedOperation, frame: Frame, fn: () => T): T => {
    const before = running
    running = operation
    try {
      return current.get() === frame ? fn() : current.run(frame, fn)
    } finally {
      running = before
    }
  }
  const begin: Ownership['begin'] = (...asked) => beginOperation(engine, begin, ...asked)
  return {
    begin,
    current: () => running,
    isMine: (operation) => owned(operation).owner.scope === findOwner(current.get()).scope,
    holds: (operation) => {
      const { scope } = running?.owner ?? findOwner(current.get())
      const { owner, policy } = owned(operation)
      return owner.scope === scope && scope.policy === policy
    },
    run: (operation, fn) => within(owned(operation), owned(operation).frame, fn),
    carry: (operation, fn) => {
      const { frame, trace } = owned(operation)
      return within(owned(operation), trace ? { ...copyOf(frame), carried: operation } : frame, fn)
    },
    serve: (fn) => current.run(servingFrame(plainFrame(current.get())), fn),
    carried: () => running ?? (carriedBy(current.get()) as OwnedOperation | undefined),
  }
}

function beginOperation(
  engine: Engine,
  below: (...args: never[]) => unknown,
  ...[attempt, behind, partOf]: Parameters<Ownership['begin']>
): OwnedOperation {
  const frame = plainFrame(engine.current.get())
  const owner = findOwner(frame)
  // The start of a thread is not judged. It is guarded or refused, and costs more than many stacks.
  const isThread = attempt.channel === 'worker'
  const { policy } = owner.scope
  const whole = partOf && owned(partOf)
  const caller = policy.asksCaller ? createCaller(below) : undefined
  const circumstances = caller && joinPackages(circumstancesOf(caller.trace), whole?.circumstances)
  const judged =
    engine.restore !== undefined && !isThread ? judge(engine, owner.scope, attempt, circumstances) : undefined
  const judgedBehind = judged && behind && judge(engine, owner.scope, behind, circumstances)
  // Capturing a stack costs as much as everything else together, so only recorded attempts get one.
  const needsStack = (engine.restore && isThread) || judged?.isRecorded === true || judgedBehind?.isRecorded === true
  const trace = needsStack ? captureTrace(below) : undefined
  caller?.close()
  const entries = whole?.owner.scope === owner.scope ? whole.entries : []
  return { attempt, behind, frame, owner, policy, trace, circumstances, judged, judgedBehind, entries }
}

/** The stack of a call, captured while the call is on it, and only when a rule needs it. */
function createCaller(below: (...args: never[]) => unknown) {
  let trace: Trace | undefined
  let isGone = false
  return {
    trace: (): Trace | undefined => (trace ??= isGone ? undefined : captureTrace(below)),
    close: (): void => {
      isGone = true
    },
  }
}

/** A copy whose phase is the one of now, which a frame may compute. */
function copyOf(frame: Frame): Frame {
  return { ...frame, phase: frame.phase }
}

/** Made once for each frame, since every chunk that a pooled connection reads needs it. */
function servingFrame(frame: Frame): Frame {
  const known = serving.get(frame)
  if (known) return known
  const made: Frame = { ...copyOf(frame), serves: true }
  // A frame that computes its phase does so on its prototype.
  if (Object.hasOwn(frame, 'phase')) serving.set(frame, made)
  return made
}

const serving = createHiddenProperty<Frame>()

function plainFrame(frame: Frame): Frame {
  if (!carriedBy(frame)) return frame
  const { carried: _, ...plain } = frame
  return plain
}

/** Own keys only: most frames lack this key, and `Object.prototype` may have it. */
function carriedBy(frame: Frame): object | undefined {
  return Object.hasOwn(frame, 'carried') ? frame.carried : undefined
}
