import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { mergeEvidenceFiles } from '../../run/file/merge-evidence-files.ts'
import { readEvidenceFiles } from './read-evidence-files.ts'

/** The evidence of all files that a command line names, as if from one run. */
export function readJoinedEvidence(paths: readonly string[]): EvidenceFile {
  return mergeEvidenceFiles(readEvidenceFiles(paths))
}
