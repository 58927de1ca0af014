import type { AttemptRecord, EvidenceFile, Run } from '../file/evidence-file.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { allowLine } from '../../evidence/explain/allow-line.ts'
import { describeTarget } from '../../evidence/explain/describe-target.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'

/** What the HTML page is given: evidence with all that the core has to say of it, so that the page only shows. */
export interface PageEvidence {
  readonly runs: readonly PageRun[]
  /** How many files the guard has watched, and which it has not; absent where it watched all. */
  readonly unguarded?: string
  /** In the order of the file. */
  readonly attempts: readonly PageAttempt[]
}

/** A run with its test files counted. */
export interface PageRun extends Omit<Run, 'testFiles'> {
  readonly files: number
  readonly tests: number
}

/** A record with its texts. */
export interface PageAttempt extends AttemptRecord {
  /** As `nameDestination` tells it. */
  readonly destination: string
  /** What was tried, in words. */
  readonly target: string
  /** Why it was not allowed, and what it probably wanted. */
  readonly why?: string
  /** The line to paste that allows it. */
  readonly allow?: string
  /** How to keep what made it quiet, where it is known to reach out unasked. */
  readonly quiet?: string
}

/** Prepares evidence for the page. */
export function createPageEvidence({ runs, attempts }: EvidenceFile): PageEvidence {
  const unguarded = describeUnguarded(runs)
  return {
    runs: runs.map(countFiles),
    ...(unguarded !== undefined && { unguarded }),
    attempts: attempts.map(addTexts),
  }
}

function countFiles({ testFiles, ...run }: Run): PageRun {
  return { ...run, files: testFiles.length, tests: testFiles.reduce((sum, { tests }) => sum + tests, 0) }
}

function addTexts(record: AttemptRecord): PageAttempt {
  const evidence = { scope: '', ...record }
  const why = explainReason(evidence)
  const allow = record.outcome === 'allowed' ? undefined : allowLine([evidence])
  const quiet = quietLine(evidence)
  return {
    ...record,
    destination: nameDestination(record),
    target: describeTarget(evidence),
    ...(why !== undefined && { why }),
    ...(allow !== undefined && { allow }),
    ...(quiet !== undefined && { quiet }),
  }
}
