/** Reads, joins, groups, compares and formats evidence. */
export { formatVersion } from './run/file/evidence-file.ts'
export { mergeEvidenceFiles } from './run/file/merge-evidence-files.ts'
export { parseEvidenceFile } from './run/file/parse-evidence-file.ts'
export { formatEvidenceFile } from './run/file/format-evidence-file.ts'
export {
  groupDestinations,
  type CulpritOfGroup,
  type DestinationGroup,
  type TestOfGroup,
} from './run/file/group-destinations.ts'
export { formatAnnotations } from './run/formats/format-annotations.ts'
export { formatSarif } from './run/formats/format-sarif.ts'
export { formatStepSummary } from './run/formats/format-step-summary.ts'
export { nameDestination } from './evidence/explain/name-destination.ts'
export type { AttemptRecord, EvidenceFile, Run, TestFileRecord } from './run/file/evidence-file.ts'
export type { RunSource } from './run/file/run-source.ts'
export type { Culprit, Evidence, Phase, StackFrame } from './evidence/record/evidence.ts'
export { compareLock } from './run/lock/compare-lock.ts'
export { createLock } from './run/lock/create-lock.ts'
export { formatLock } from './run/lock/format-lock.ts'
export { formatLockChanges, type LockChangesFormat } from './run/lock/format-lock-changes.ts'
export {
  emptyLock,
  type Lock,
  type LockChange,
  type LockChanges,
  type LockedDestination,
  type LockedFile,
  lockPath,
  type LockPlace,
} from './run/lock/lock.ts'
export { isNewSince } from './run/lock/is-new-since.ts'
export { parseLock } from './run/lock/parse-lock.ts'
export { quietLine } from './evidence/explain/quiet-line.ts'
export { findSender, type SenderQuery } from './evidence/senders/find-sender.ts'
export type { KnownSender } from './evidence/senders/known-sender.ts'
export { formatPage } from './run/formats/format-page.ts'
export type { PageAttempt, PageContext, PageEvidence, PageRun } from './run/formats/page-evidence.ts'
export { formatRunSummary } from './run/formats/format-run-summary.ts'
export type { SummaryFormat } from './run/formats/summary-format.ts'
export type { ReportOptions } from './run/finish/report-options.ts'
