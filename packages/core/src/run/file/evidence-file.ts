import type { Evidence } from '../../evidence/record/evidence.ts'
import type { RunSource } from './run-source.ts'

/** The version of the format that this release writes; it reads this one and every older one. */
export const formatVersion = 1

/**
 * What one run of a test command reached and tried, or several runs joined: the one format from which every report is made.
 *
 * Plain JSON with a published schema (`@agentguard/core/evidence-1.schema.json`). Lists are sorted, so that the same evidence is
 * the same bytes.
 */
export interface EvidenceFile {
  readonly formatVersion: typeof formatVersion
  /** By `id`. */
  readonly runs: readonly Run[]
  /** By run, project, file, test and time. */
  readonly attempts: readonly AttemptRecord[]
}

/** One run of a test command: the whole suite, or one shard of it. */
export interface Run {
  /** Random; tells the runs of a joined file apart. */
  readonly id: string
  readonly runner: 'jest' | 'vitest' | 'node' | 'agentguard'
  readonly runnerVersion?: string
  /** Of agentguard. */
  readonly version: string
  /** Of Node, without `v`. */
  readonly node: string
  readonly platform: string
  /** The root of the runner's project, relative to that of the repository, with forward slashes; empty where they are the same. */
  readonly root: string
  /** UTC, ISO 8601. */
  readonly startedAt: string
  /** In milliseconds. */
  readonly duration: number
  /** `1/2`, where the suite was cut into shards. */
  readonly shard?: string
  readonly source?: RunSource
  readonly testFiles: readonly TestFileRecord[]
}

/** A test file that ran, whether it reached out or not. */
export interface TestFileRecord {
  /** Relative to the root, with forward slashes. */
  readonly file: string
  /** Name of the project, where the runner has several. */
  readonly project?: string
  /** How many of its tests ran. */
  readonly tests: number
  /** False where some of its tests were filtered out, were skipped or failed, or it could not be loaded: what it did not reach says nothing. */
  readonly whole: boolean
  /** Where the guard did not watch it: it never saw the file (`absent`), or `mode: off` turned it off. */
  readonly unguarded?: 'absent' | 'off'
  /** How many timers its tests have left that no one has run: under `late: 'wait'`, those that are due later than a file waits. */
  readonly timersLeft?: number
}

/** One kind of attempt of one test or file. Paths are relative to the root of the run, with forward slashes. */
export interface AttemptRecord extends Omit<Evidence, 'scope' | 'at'> {
  /** The `id` of its run. */
  readonly run: string
  readonly project?: string
  /** Full name of the test; absent where the file itself is charged: its import, its `beforeAll` and `afterAll`. */
  readonly test?: string
  /** Milliseconds from the start of the run to the first attempt of this kind. */
  readonly at?: number
}
