import type { Engine } from '../../guard/engine/engine.ts'
import { isViolation } from '../../evidence/record/ledger.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { lookForNative } from '../../guard/native/look-for-native.ts'
import { now } from '../../guard/node/real-time.ts'
import type { Frame, Running, Scope } from '../../guard/scope/scope.ts'
import { createTestErrors, type ErrorPlace } from './test-errors.ts'
import type { PhaseNow, TestScope } from './test-file.ts'
import { unawaitedErrors } from './unawaited.ts'

interface TestPlace {
  readonly running: Running
  readonly place: ErrorPlace
  /** To be called when it has begun or ended. */
  readonly changed: () => void
}

/** A test of a file as its adapter runs it. */
export function createTestScope(state: Engine, scope: Scope, { running, place, changed }: TestPlace): TestScope {
  const frames = new Map<PhaseNow, Frame>()
  const own = createTestErrors(scope, place)
  const frameIn = (phase: PhaseNow): Frame => {
    const frame = frames.get(phase) ?? frameOf(scope, phase)
    frames.set(phase, frame)
    if (scope.endedAt !== undefined) return frame
    const isNew = running.tests.get(scope) !== frame
    running.tests.set(scope, frame)
    if (isNew) changed()
    return frame
  }
  return {
    name: scope.name,
    run: (phase, fn) => state.current.run(frameIn(phase), fn),
    enter: (phase) => state.current.enter(frameIn(phase)),
    retry: (number) => {
      scope.retry = number
      scope.endedAt = undefined
    },
    end: () => {
      lookForNative(state, scope)
      running.tests.delete(scope)
      scope.endedAt = now()
      changed()
    },
    errors: () => [...own.errors(), ...(scope.endedAt === undefined ? [] : unawaitedErrors(scope))],
    evidence: () => own.evidence(),
    onViolation: (listener) => {
      scope.ledger.subscribe((entry) => {
        // What may wait for a server of the test is known at its end.
        if (isViolation(entry) && entry.awaits === undefined) listener(readEntry(entry))
      })
    },
  }
}

/** The frame of code in a scope, whose phase may be asked for each time. */
export function frameOf(scope: Scope, phase: PhaseNow): Frame {
  if (typeof phase === 'string') return { scope, phase }
  return {
    scope,
    get phase() {
      return phase()
    },
  }
}
