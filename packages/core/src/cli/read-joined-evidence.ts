import { type EvidenceFile, formatVersion } from '../evidence-file/evidence-file.ts'
import { readEvidenceFiles } from './read-evidence-files.ts'

/** The evidence of all files that a command line names, as if one run had made it. */
export function readJoinedEvidence(paths: readonly string[]): EvidenceFile {
  const files = readEvidenceFiles(paths)
  return {
    formatVersion,
    runs: files.flatMap(({ runs }) => runs),
    attempts: files.flatMap(({ attempts }) => attempts),
  }
}
