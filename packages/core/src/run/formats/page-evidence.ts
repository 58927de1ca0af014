import type { AttemptRecord, EvidenceFile, Run } from '../file/evidence-file.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { allowLine, allowRules } from '../../evidence/explain/allow-line.ts'
import { describeTarget } from '../../evidence/explain/describe-target.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { type NamedPackage, namedPackage } from '../../evidence/explain/chosen-name.ts'
import { chainText } from '../../evidence/explain/format-violation.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import { findSender } from '../../evidence/senders/find-sender.ts'
import type { SenderKind } from '../../evidence/senders/known-sender.ts'

/** The data of the HTML page: evidence with all texts of the core, so that the page only displays. */
export interface PageEvidence {
  /** The runs, in the order of the evidence file. */
  readonly runs: readonly PageRun[]
  /** How many files were guarded, and which were not. Absent where all were. */
  readonly unguarded?: string
  /** In the order of the evidence file. */
  readonly attempts: readonly PageAttempt[]
}

/** A run with its test files counted. */
export interface PageRun extends Omit<Run, 'testFiles'> {
  /** The URL of a line, with `{path}` from the root of the repository, `{line}` and `{column}`. */
  readonly lines?: string
  /** How many test files ran. */
  readonly files: number
  /** How many tests ran. */
  readonly tests: number
}

/** A record with its texts. */
export interface PageAttempt extends AttemptRecord {
  /** The destination in the syntax of rules, as {@link nameDestination} returns it. */
  readonly destination: string
  /** The attempt in words. */
  readonly target: string
  /** The package that the project chose. Absent where no package was on the stack. */
  readonly chosen?: NamedPackage
  /** From that package to the one that called, where they differ. */
  readonly by?: string
  /** Why it was not allowed, and what it probably meant to reach. */
  readonly why?: string
  /** The line to paste that allows it. */
  readonly allow?: string
  /** How to turn off its sender, where that is known. */
  readonly quiet?: string
  /** The kind of its known sender. Absent where none is known. */
  readonly kind?: SenderKind
  /** The rules that would allow or mute it. Absent where it is allowed, or no rule can. */
  readonly rules?: readonly string[]
  /** True where the egress lock does not list its destination. */
  readonly isNew?: true
}

/** What the page needs besides evidence. */
export interface PageContext {
  /** Whether the egress lock does not list the destination of a record. Leave it out where there is no lock. */
  readonly isNew?: (record: AttemptRecord) => boolean
  /**
   * The URL of a line, with `{path}` from the root of the repository, `{line}` and `{column}`. Default: where the code
   * of the run is hosted.
   */
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
  const by = chainText(record.culprit)
  const why = explainReason(evidence)
  const allow = record.outcome === 'allowed' ? undefined : allowLine([evidence])
  const quiet = quietLine(evidence)
  const kind = findSender(evidence)?.kind
  const rules = record.outcome === 'allowed' ? [] : allowRules(evidence)
  return {
    ...record,
    destination: nameDestination(record),
    target: describeTarget(evidence),
    ...(record.culprit && { chosen: namedPackage(record.culprit) }),
    ...(by !== undefined && { by }),
    ...(why !== undefined && { why }),
    ...(allow !== undefined && { allow }),
    ...(quiet !== undefined && { quiet }),
    ...(kind !== undefined && { kind }),
    ...(rules.length > 0 && { rules }),
    ...(isNew?.(record) === true && { isNew: true as const }),
  }
}
