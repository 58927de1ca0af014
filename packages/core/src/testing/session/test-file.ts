import type { Evidence, Phase } from '../../evidence/record/evidence.ts'
import type { Mode } from '../../policy/options/egress-options.ts'
import type { DefinedAt } from './test-reader.ts'

/** What an adapter knows of a test file before any of its code runs. */
export interface TestFileInput {
  /** Absolute path. Its head is read for `@agentguard` docblocks. */
  readonly file: string
  /** The directory that printed paths are relative to. */
  readonly rootDir: string
  /** The options of the runner's configuration, as the user wrote them. They are checked here. */
  readonly options: unknown
  /** Where those options are, for error texts: `testEnvironmentOptions`. */
  readonly where: string
  /** Also records what the policy allows, where it reaches more than the tests' own servers. For a report of all destinations. */
  readonly recordAllowed?: boolean
  /**
   * Takes attempts of tests of this file that come after it has closed. Returns true where a reporter will report them,
   * so that no later file fails. Otherwise `takeStale` of a later file does.
   */
  readonly tellStale?: (error: Error) => boolean
  /**
   * An existing directory of a process that outlives this one. Attempts of the tests' children are left there, and
   * `readLeft` reads those that this process has not collected at its end.
   */
  readonly spoolIn?: string | undefined
  /**
   * An existing directory that all processes of one run share. The first test of the run that reaches a destination
   * explains it, and the others report it in two lines. Without it, that is done per file.
   */
  readonly explainedIn?: string | undefined
}

/** A phase, or a function that returns it at each attempt, for a runner that runs several kinds of hooks in one call. */
export type PhaseNow = Phase | (() => Phase)

/** The guarded scope of one test file. */
export interface TestFile {
  readonly file: string
  /** By its config and docblock. In mode `off`, the file is not guarded. */
  readonly mode: Mode
  /** Runs `fn` in the file's own scope. Its attempts, now or later, are attributed to the file. */
  run<T>(phase: PhaseNow, fn: () => T): T
  /**
   * Puts the rest of the running asynchronous function, and all that it starts, into the file's scope: for a runner
   * that loads the file from there. Work that an import schedules then stays with this file, and does not move to the
   * next.
   */
  enter(phase: Phase): void
  /**
   * Call it when the file is loaded. From here on, attempts are attributed to tests and hooks, and not to the import.
   * Resolves when the work that the import has started has got as far as it can without waiting.
   */
  imported(): Promise<void>
  /**
   * Call it when a hook of the file or of a suite begins, and the returned function when the hook has ended. That
   * resolves when the work that the hook has started has got as far as it can without waiting. Until then, attempts are
   * attributed to the hook.
   */
  startHook(phase: Phase): () => Promise<void>
  /**
   * Call it with the time in milliseconds right before the runner sets a timer of its own in the file's scope, such as a
   * test's timeout, and without one as soon as it has.
   */
  announceTimer(duration?: number): void
  /** Opens the scope of one test, named by its full name. `definedAt` is called only to report an attempt without a line of the project. */
  openTest(name: string, definedAt?: DefinedAt): TestScope
  /**
   * Waits for late attempts: for timers at most `limit` milliseconds, or what the policy says. Under `late: 'flush'`,
   * also runs once the timers that are due later. Resolves at once when nothing is pending.
   */
  settle(limit?: number): Promise<void>
  /** How many timers of its tests fire later than `settle` waits, and were not flushed. */
  timersLeft(): number
  /** One error for each destination of the file itself (import, beforeAll, afterAll). Each is the same object at every call. */
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
  /** Late violations of tests of earlier files, not reported so far, each with its origin. Empties the list. */
  takeStale(): readonly Error[]
  /** From here on, attempts of the file or its tests are stale: blocked, and reported by a later `takeStale`. */
  close(): void
}

/** The guarded scope of one test, over all its hooks, retries and late timers. */
export interface TestScope {
  readonly name: string
  run<T>(phase: PhaseNow, fn: () => T): T
  /** Puts the rest of the running asynchronous function, and all that it starts, into the test's scope. */
  enter(phase: PhaseNow): void
  /** Marks the start of retry `number`, from 1. Attempts of earlier tries stay in `errors`. */
  retry(number: number): void
  /** Marks the end. Later attempts of the test are late, and still added to `errors`. */
  end(): void
  /**
   * One error for each destination, and, once the test has ended, one for each `toEgress` that was not awaited. The
   * list only grows, over retries and late attempts. Each error is the same object at every call, so that an adapter
   * can skip those it has reported. The text of an error also grows while the test is retried.
   */
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
  /**
   * Calls `listener` during an attempt that is not allowed, for the first of each kind. Attempts that may wait for a
   * server of the tests are left out.
   */
  onViolation(listener: (evidence: Evidence) => void): void
}
