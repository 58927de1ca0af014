import type { EvidenceFile } from '../file/evidence-file.ts'
import { groupDestinations } from '../file/group-destinations.ts'
import { describeNotes } from './describe-notes.ts'
import { formatRunDigest } from './format-run-digest.ts'
import { formatRunSummary, isTold } from './format-run-summary.ts'
import type { SummaryFormat } from './summary-format.ts'

/** Past this many, the end of a run says what there is to decide: each failure has explained its destination by then. */
const FEW = 5

/** The end of a run on a terminal: the summary of a few destinations, and the digest of many. */
export function formatRunEnd(file: EvidenceFile, format: SummaryFormat = {}): string {
  if (groupDestinations(file).filter(isTold).length <= FEW) return formatRunSummary(file, format)
  const notes = describeNotes(file, format.notes).map((note) => `  ${note}`)
  return [formatRunDigest(file, format), notes.join('\n')].filter((part) => part !== '').join('\n\n')
}
