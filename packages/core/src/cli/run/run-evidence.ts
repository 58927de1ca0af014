import type { Evidence } from '../../evidence/record/evidence.ts'
import { createRecord } from '../../run/file/create-record.ts'
import { createRun } from '../../run/file/create-run.ts'
import { type AttemptRecord, type EvidenceFile, formatVersion } from '../../run/file/evidence-file.ts'

/**
 * The attempts of a command as an evidence file, from which every report can be made. No test made these attempts.
 *
 * @param startedAt milliseconds since the epoch
 * @param root the absolute path that its paths are relative to
 */
export function runEvidence(evidence: readonly Evidence[], startedAt: number, root: string): EvidenceFile {
  const run = createRun({ runner: 'agentguard', root, startedAt })
  const attempts = evidence.map((one): AttemptRecord => {
    const { test: _, ...record } = createRecord(one, { run, root })
    return record
  })
  return { formatVersion, runs: [run], attempts }
}
