import type { EvidenceFile } from '../file/evidence-file.ts'
import { groupDestinations } from '../file/group-destinations.ts'
import { describeNotes } from './describe-notes.ts'
import { formatRunDigest } from './format-run-digest.ts'
import { formatRunSummary, isReported } from './format-run-summary.ts'
import type { SummaryFormat } from './summary-format.ts'

/** With more destinations, the end of a run prints the digest. By then each failure has explained its destination. */
const FEW = 5

/** The text at the end of a run on a terminal: a summary of a few destinations, or a digest of many. */
export function formatRunEnd(file: EvidenceFile, format: SummaryFormat = {}): string {
  if (groupDestinations(file).filter(isReported).length <= FEW) return formatRunSummary(file, format)
  const notes = describeNotes(file, format.notes).map((note) => `  ${note}`)
  return [formatRunDigest(file, format), notes.join('\n')].filter((part) => part !== '').join('\n\n')
}
