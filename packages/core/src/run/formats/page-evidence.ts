import type { AttemptRecord, EvidenceFile, Run } from '../file/evidence-file.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { allowLine, allowRules } from '../../evidence/explain/allow-line.ts'
import { describeTarget } from '../../evidence/explain/describe-target.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import { findSender } from '../../evidence/senders/find-sender.ts'
import type { SenderKind } from '../../evidence/senders/known-sender.ts'

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
  /** Where a line is shown: a URL with `{path}` from the root of the repository, `{line}` and `{column}`. */
  readonly lines?: string
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
  /** What the known sender that it stems from is for; absent where none is known. */
  readonly kind?: SenderKind
  /** The rules that would allow or mute it; absent where it is allowed, or none can. */
  readonly rules?: readonly string[]
  /** Whether the egress lock lists no such destination. */
  readonly isNew?: true
}

/** What evidence alone does not say. */
export interface PageContext {
  /** Whether the egress lock lists no such destination; left out where there is no lock. */
  readonly isNew?: (record: AttemptRecord) => boolean
  /** Where lines are shown, with `{path}` from the root of the repository, `{line}` and `{column}`; else where the run was built. */
  readonly lines?: string
}

/** Prepares evidence for the page. */
export function createPageEvidence({ runs, attempts }: EvidenceFile, context: PageContext = {}): PageEvidence {
  const unguarded = describeUnguarded(runs)
  return {
    runs: runs.map((run) => describeRun(run, context)),
    ...(unguarded !== undefined && { unguarded }),
    attempts: attempts.map((record) => addTexts(record, context)),
  }
}

function describeRun({ testFiles, ...run }: Run, { lines = commitLines(run) }: PageContext): PageRun {
  return {
    ...run,
    ...(lines !== undefined && { lines }),
    files: testFiles.length,
    tests: testFiles.reduce((sum, { tests }) => sum + tests, 0),
  }
}

function commitLines({ source }: Pick<Run, 'source'>): string | undefined {
  return source?.files === undefined ? undefined : `${source.files}/{path}#L{line}`
}

function addTexts(record: AttemptRecord, { isNew }: PageContext): PageAttempt {
  const evidence = { scope: '', ...record }
  const why = explainReason(evidence)
  const allow = record.outcome === 'allowed' ? undefined : allowLine([evidence])
  const quiet = quietLine(evidence)
  const kind = findSender(evidence)?.kind
  const rules = record.outcome === 'allowed' ? [] : allowRules(evidence)
  return {
    ...record,
    destination: nameDestination(record),
    target: describeTarget(evidence),
    ...(why !== undefined && { why }),
    ...(allow !== undefined && { allow }),
    ...(quiet !== undefined && { quiet }),
    ...(kind !== undefined && { kind }),
    ...(rules.length > 0 && { rules }),
    ...(isNew?.(record) === true && { isNew: true as const }),
  }
}
