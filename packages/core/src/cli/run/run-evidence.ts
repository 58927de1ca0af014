import type { Evidence } from '../../evidence/record/evidence.ts'
import { createRecord } from '../../run/file/create-record.ts'
import { createRun } from '../../run/file/create-run.ts'
import { type AttemptRecord, type EvidenceFile, formatVersion } from '../../run/file/evidence-file.ts'

/**
 * What a command reached and tried, as a file of evidence that every report takes. No test made these attempts.
 *
 * @param startedAt milliseconds since the epoch
 * @param root the absolute path that the paths in it are relative to
 */
export function runEvidence(evidence: readonly Evidence[], startedAt: number, root: string): EvidenceFile {
  const run = createRun({ runner: 'agentguard', root, startedAt })
  const attempts = evidence.map((one): AttemptRecord => {
    const { test: _, ...record } = createRecord(one, { run, root })
    return record
  })
  return { formatVersion, runs: [run], attempts }
}
