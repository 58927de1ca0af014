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
  /** Called when the test has begun or ended. */
  readonly changed: () => void
}

/** Creates a test of a file, for the adapter that runs it. */
export function createTestScope(state: Engine, scope: Scope, { running, place, changed }: TestPlace): TestScope {
  const own = createTestErrors(scope, place)
  let last: { readonly phase: PhaseNow; readonly frame: Frame } | undefined
  const frameIn = (phase: PhaseNow): Frame => {
    if (last?.phase !== phase) last = { phase, frame: frameOf(scope, phase) }
    const { frame } = last
    if (scope.endedAt === undefined && running.tests.get(scope) !== frame) {
      running.tests.set(scope, frame)
      changed()
    }
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
        // Whether it waited for a server of the test is known at the test's end.
        if (isViolation(entry) && entry.awaits === undefined) listener(readEntry(entry))
      })
    },
  }
}

/** The frame of code in a scope. Its phase may be computed at each attempt. */
export function frameOf(scope: Scope, phase: PhaseNow): Frame {
  if (typeof phase === 'string') return { scope, phase }
  return {
    scope,
    get phase() {
      return phase()
    },
  }
}
