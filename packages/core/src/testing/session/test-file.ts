import type { Evidence, Phase } from '../../evidence/record/evidence.ts'
import type { Mode } from '../../policy/options/egress-options.ts'
import type { DefinedAt } from './test-reader.ts'

/** What an adapter knows of a test file before any of its code runs. */
export interface TestFileInput {
  /** Absolute path; its head is read for `@agentguard` docblocks. */
  readonly file: string
  /** Directory that printed paths are relative to. */
  readonly rootDir: string
  /** The options of the runner's configuration, as the user wrote them; validated here. */
  readonly options: unknown
  /** Where those options stand, for error texts: `testEnvironmentOptions`. */
  readonly where: string
  /** The Node on which the channels have proved themselves, as `proveChannels` returned it to the process that starts this one. */
  readonly provenOn?: string | undefined
  /** Keeps what the policy allows too, where it reaches more than the tests' own servers: for a report of all destinations. */
  readonly recordAllowed?: boolean
  /**
   * Takes what a test of this file attempts after the file has closed, where a reporter will report it: then no later file fails
   * for it. False leaves it to `takeStale` of a later file.
   */
  readonly tellStale?: (error: Error) => boolean
  /**
   * An existing directory of a process that outlives this one. What children of tests attempt is left there, and what this process has not
   * collected when it ends, `readLeft` reads.
   */
  readonly spoolIn?: string | undefined
  /**
   * An existing directory that all processes of one run share: a destination is then explained by the first test of the run that
   * reaches it, and takes two lines in the others. Without one, that holds within this file.
   */
  readonly explainedIn?: string | undefined
}

/** A phase, or how to find it out when something is attempted: for a runner that calls several kinds of hooks in one. */
export type PhaseNow = Phase | (() => Phase)

/** The guarded scope of one test file. */
export interface TestFile {
  readonly file: string
  /** By its config and docblock; where it is `off`, nothing of the file is guarded. */
  readonly mode: Mode
  /** Runs `fn` in the file's own scope, so that what it attempts, now or later, is charged to the file. */
  run<T>(phase: PhaseNow, fn: () => T): T
  /**
   * Puts the rest of the asynchronous function that runs now, and all it starts, into the file's scope: for a runner that
   * loads the file from there. What is scheduled by an import is then the file's for good, and not the next file's.
   */
  enter(phase: Phase): void
  /**
   * The file is loaded: from here on, tests and hooks cause what happens, and not the import. Resolves when what the import has
   * started has got as far as it gets without waiting.
   */
  imported(): Promise<void>
  /**
   * A hook of the file or of a suite in it begins; call what is returned when it has ended. That resolves when what the hook has started
   * has got as far as it gets without waiting: until then, the hook causes what happens.
   */
  startHook(phase: Phase): () => Promise<void>
  /** Opens the scope of one test, named by its full name; where it is written is asked for only to report an attempt without a line of the project. */
  openTest(name: string, definedAt?: DefinedAt): TestScope
  /**
   * Waits for late attempts, of timers at most `limit` milliseconds or what the policy says; under `late: 'flush'`, runs the timers
   * that are due later, once. Resolves at once when nothing is pending.
   */
  settle(limit?: number): Promise<void>
  /** How many timers of its tests are to fire later than `settle` waits, where it has not run them. */
  timersLeft(): number
  /** One error per destination of the file itself (import, beforeAll, afterAll); each is the same object on every call. */
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
  /** Late violations of tests of earlier files, never reported so far, each named with its origin; empties the list. */
  takeStale(): readonly Error[]
  /** From here on, what the file or its tests attempt is stale: blocked, and told through a later `takeStale`. */
  close(): void
}

/** The guarded scope of one test, over all its hooks, retries and late timers. */
export interface TestScope {
  readonly name: string
  run<T>(phase: PhaseNow, fn: () => T): T
  /** Puts the rest of the asynchronous function that runs now, and all it starts, into the test's scope. */
  enter(phase: PhaseNow): void
  /** Marks the start of retry `number`, from 1; what earlier tries attempted stays in `errors`. */
  retry(number: number): void
  /** Marks the end; what the test attempts from here on is late, and still added to `errors`. */
  end(): void
  /**
   * One error per destination, and one per `toEgress` that was not awaited once the test has ended. The list only grows,
   * over retries and late attempts; each error is the same object on every call, so that an adapter can skip those it
   * has reported. Its text grows too, while the test is tried again.
   */
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
  /**
   * Calls `listener` in the very moment of an attempt that is not allowed, with the first of each kind; not for one that may wait for a
   * server of the tests.
   */
  onViolation(listener: (evidence: Evidence) => void): void
}
