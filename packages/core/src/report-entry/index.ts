/** What reporters and the command line make of evidence, in the main process; no test worker loads it. */
export { formatVersion } from '../evidence-file/evidence-file.ts'
export { createRecord, type RecordPlace } from '../evidence-file/create-record.ts'
export { createRun, type RunInput } from '../evidence-file/create-run.ts'
export { mergeEvidenceFiles } from '../evidence-file/merge-evidence-files.ts'
export { parseEvidenceFile } from '../evidence-file/parse-evidence-file.ts'
export { formatEvidenceFile } from '../evidence-file/format-evidence-file.ts'
export {
  groupDestinations,
  type CulpritOfGroup,
  type DestinationGroup,
  type TestOfGroup,
} from '../evidence-file/group-destinations.ts'
export { formatAnnotations } from '../formats/format-annotations.ts'
export { formatSarif } from '../formats/format-sarif.ts'
export { formatStepSummary } from '../formats/format-step-summary.ts'
export { nameDestination } from '../evidence-file/name-destination.ts'
export type { AttemptRecord, EvidenceFile, Run, TestFileRecord } from '../evidence-file/evidence-file.ts'
export type { Culprit, Evidence, Phase, StackFrame } from '../evidence/evidence.ts'
export { compareLock } from '../lock/compare-lock.ts'
export { createLock } from '../lock/create-lock.ts'
export { formatLock } from '../lock/format-lock.ts'
export { acceptCommand, formatLockChanges, type LockChangesFormat } from '../lock/format-lock-changes.ts'
export {
  emptyLock,
  type Lock,
  type LockChange,
  type LockChanges,
  type LockedDestination,
  type LockedFile,
  lockPath,
  type LockPlace,
} from '../lock/lock.ts'
export { parseLock } from '../lock/parse-lock.ts'
export { quietLine } from '../report/quiet-line.ts'
export { findSender, type SenderQuery } from '../senders/find-sender.ts'
export type { KnownSender } from '../senders/known-sender.ts'
export { formatPage } from '../formats/format-page.ts'
export type { PageAttempt, PageEvidence, PageRun } from '../formats/page-evidence.ts'
export { formatRunSummary, type SummaryFormat } from '../formats/format-run-summary.ts'
export { finishRun, type FinishedRun, type RunReport } from '../reporting/finish-run.ts'
export type { UpdateMode } from '../reporting/keep-lock.ts'
export {
  parseReportOptions,
  reportOptionNames,
  type ReportOptions,
  type ReportPlan,
  wantsAllowed,
} from '../reporting/report-options.ts'
export { terminalOf, type Terminal } from '../reporting/terminal.ts'
export { makeSpoolDirectory } from '../spool/spool-directory.ts'
