/**
 * What the reporters for Jest and Vitest share, in the main process. It follows no semver, like `internal`. It is a
 * separate entry, since otherwise each test worker would load it too.
 */
export { createRecord, type RecordPlace } from './run/file/create-record.ts'
export { createRun, type RunInput } from './run/file/create-run.ts'
export { finishRun, type FinishedRun, rewriteReports, type RunReport } from './run/finish/finish-run.ts'
export { formatRunDigest } from './run/formats/format-run-digest.ts'
export type { RunnerOptions } from './run/unused/unused-rules.ts'
export type { UpdateMode } from './run/finish/keep-lock.ts'
export { parseReportOptions, type ReportPlan, wantsAllowed, withConfig } from './run/finish/report-options.ts'
export { terminalOf, type Terminal } from './run/finish/terminal.ts'
export { refuseUnsupportedNode } from './guard/engine/supported-node.ts'
export { collectLate } from './guard/children/collect-late.ts'
export { type LeftEvidence, readLeft } from './guard/children/read-left.ts'
export { awaitLeft } from './testing/settle/await-left.ts'
export { makeSpoolDirectory } from './guard/spool/spool-directory.ts'
export { formatVersion } from './run/file/evidence-file.ts'
export { reportFiles } from './run/node-test/report-files.ts'
