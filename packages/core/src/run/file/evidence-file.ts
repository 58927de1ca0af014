import type { Evidence } from '../../evidence/record/evidence.ts'
import type { RunSource } from './run-source.ts'

/** The version of the evidence format that this release writes. It reads this version and older ones. */
export const formatVersion = 1

/**
 * The evidence of one run of a test command, or of several runs joined. All reports are made from it.
 *
 * Plain JSON with a published schema (`@agentguard/core/evidence-1.schema.json`). Lists are sorted, so that the same
 * evidence is written as the same bytes.
 */
export interface EvidenceFile {
  /** The version of the format. */
  readonly formatVersion: typeof formatVersion
  /** The runs, sorted by `id`. */
  readonly runs: readonly Run[]
  /** The attempts of all runs, sorted by run, project, file, test and time. */
  readonly attempts: readonly AttemptRecord[]
}

/** One run of a test command: the whole suite, or one shard of it. */
export interface Run {
  /** A random id, which distinguishes the runs of a joined file. */
  readonly id: string
  /** What ran the tests. `node` is `node --test`, and `agentguard` a command of `agentguard run`. */
  readonly runner: 'jest' | 'vitest' | 'node' | 'agentguard'
  /** The version of the runner. */
  readonly runnerVersion?: string
  /** The version of agentguard. */
  readonly version: string
  /** The version of Node, without `v`. */
  readonly node: string
  /** The operating system, as in `process.platform`. */
  readonly platform: string
  /** The root of the runner's project, relative to that of the repository, with forward slashes. Empty where both are the same. */
  readonly root: string
  /** When the run started, in UTC as ISO 8601. */
  readonly startedAt: string
  /** How long the run took, in milliseconds. */
  readonly duration: number
  /** `1/2` for a shard of the suite. */
  readonly shard?: string
  /** The code that ran, and where. */
  readonly source?: RunSource
  /** The test files that ran. */
  readonly testFiles: readonly TestFileRecord[]
}

/** A test file that ran, with or without attempts. */
export interface TestFileRecord {
  /** Its path relative to the root, with forward slashes. */
  readonly file: string
  /** The name of the project, where the runner has several. */
  readonly project?: string
  /** How many of its tests ran. */
  readonly tests: number
  /** Whether all of its tests ran and passed. Where false, destinations that it did not reach prove nothing. */
  readonly whole: boolean
  /** Why it was not guarded: the guard was not loaded in it (`absent`), or `mode: off` turned it off. */
  readonly unguarded?: 'absent' | 'off'
  /** How many timers of its tests never fired. Under `late: 'wait'`, those that are due later than a file waits. */
  readonly timersLeft?: number
}

/** One kind of attempt of one test or file. Paths are relative to the root of the run, with forward slashes. */
export interface AttemptRecord extends Omit<Evidence, 'scope' | 'at'> {
  /** The `id` of its run. */
  readonly run: string
  /** The name of the project, where the runner has several. */
  readonly project?: string
  /** The full name of the test. Absent for attempts of the file itself: its import, `beforeAll` and `afterAll`. */
  readonly test?: string
  /** Milliseconds from the start of the run to the first attempt of this kind. */
  readonly at?: number
}
