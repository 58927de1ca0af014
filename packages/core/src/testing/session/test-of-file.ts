import type { Engine } from '../../guard/engine/engine.ts'
import type { Evidence, Phase } from '../../evidence/record/evidence.ts'
import { type Entry, isViolation } from '../../evidence/record/ledger.ts'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { lookForNative } from '../../guard/native/look-for-native.ts'
import { now } from '../../guard/node/real-time.ts'
import type { Frame, Running, Scope } from '../../guard/scope/scope.ts'
import { createTestErrors, type ErrorPlace, type TestErrors } from './test-errors.ts'
import type { PhaseNow, TestScope } from './test-file.ts'
import { createTestReader, type DefinedAt } from './test-reader.ts'
import { unawaitedErrors } from './unawaited.ts'

/** What all tests of a file share. */
export interface TestPlace {
  readonly state: Engine
  readonly running: Running
  readonly place: ErrorPlace
  /** Called when a test has begun or ended. */
  readonly changed: () => void
}

/**
 * A test of a file, for the adapter that runs it.
 *
 * A class, and with little of its own until the test attempts something: a file may have thousands of tests, and keeps
 * them all until its end.
 */
export class TestOfFile implements TestScope {
  readonly scope: Scope
  readonly #shared: TestPlace
  readonly #definedAt: DefinedAt | undefined
  #phase: PhaseNow | undefined
  #frame: Frame | undefined
  #reports: TestErrors | undefined

  constructor(shared: TestPlace, scope: Scope, definedAt?: DefinedAt) {
    this.scope = scope
    this.#shared = shared
    this.#definedAt = definedAt
  }

  get name(): string {
    return this.scope.name
  }

  run<T>(phase: PhaseNow, fn: () => T): T {
    return this.#shared.state.current.run(this.#frameIn(phase), fn)
  }

  enter(phase: PhaseNow): void {
    this.#shared.state.current.enter(this.#frameIn(phase))
  }

  retry(number: number): void {
    this.scope.retry = number
    this.scope.endedAt = undefined
  }

  end(): void {
    const { state, running, changed } = this.#shared
    lookForNative(state, this.scope)
    running.tests.delete(this.scope)
    this.scope.endedAt = now()
    changed()
  }

  errors(): readonly Error[] {
    const entries = this.#entries()
    const violations = entries.length === 0 ? none : this.#reporter().errors(entries)
    const unawaited = this.scope.endedAt === undefined ? none : unawaitedErrors(this.scope)
    return unawaited.length === 0 ? violations : [...violations, ...unawaited]
  }

  evidence(): readonly Evidence[] {
    const entries = this.#entries()
    return entries.length === 0 ? [] : this.#reporter().evidence(entries)
  }

  onViolation(listener: (evidence: Evidence) => void): void {
    this.scope.ledger.subscribe((entry) => {
      // Whether it waited for a server of the test is known at the test's end.
      if (isViolation(entry) && entry.awaits === undefined) listener(readEntry(entry))
    })
  }

  /** How its errors are written. */
  get place(): ErrorPlace {
    return { ...this.#shared.place, read: createTestReader(this.#definedAt) }
  }

  #reporter(): TestErrors {
    return (this.#reports ??= createTestErrors(this.scope, this.place))
  }

  #entries(): readonly Entry[] {
    return settledEntries(this.#shared.state, this.scope)
  }

  #frameIn(phase: PhaseNow): Frame {
    const { running, changed } = this.#shared
    const frame = this.#frame !== undefined && this.#phase === phase ? this.#frame : frameOf(this.scope, phase)
    this.#phase = phase
    this.#frame = frame
    if (this.scope.endedAt === undefined && running.tests.get(this.scope) !== frame) {
      running.tests.set(this.scope, frame)
      changed()
    }
    return frame
  }
}

const none: readonly Error[] = []

/** The frame of code in a scope. Its phase may be computed at each attempt. */
export function frameOf(scope: Scope, phase: PhaseNow): Frame {
  return typeof phase === 'string' ? { scope, phase } : new ComputedFrame(scope, phase)
}

/** A class, since V8 takes 2 µs for an object with a getter of its own. */
class ComputedFrame implements Frame {
  readonly scope: Scope
  readonly #compute: () => Phase

  constructor(scope: Scope, compute: () => Phase) {
    this.scope = scope
    this.#compute = compute
  }

  get phase(): Phase {
    return this.#compute()
  }
}
