/** What reporters and the command line make of evidence, in the main process; no test worker loads it. */
export { formatVersion } from '../evidence-file/evidence-file.ts'
export { createRecord, type RecordPlace } from '../evidence-file/create-record.ts'
export { createRun, type RunInput } from '../evidence-file/create-run.ts'
export { parseEvidenceFile } from '../evidence-file/parse-evidence-file.ts'
export { formatEvidenceFile } from '../evidence-file/format-evidence-file.ts'
export {
  groupDestinations,
  type CulpritOfGroup,
  type DestinationGroup,
  type TestOfGroup,
} from '../evidence-file/group-destinations.ts'
export { nameDestination } from '../evidence-file/name-destination.ts'
export type { AttemptRecord, EvidenceFile, Run, TestFileRecord } from '../evidence-file/evidence-file.ts'
export type { Culprit, Evidence, Phase, StackFrame } from '../evidence/evidence.ts'
