import { formatPage, type AttemptRecord, type EvidenceFile, type PageEvidence } from '@agentguard/core/report'
import { readEvidence } from '../src/evidence/read-evidence.ts'
import { createEntries, type Entry } from '../src/model/entry.ts'
import { sampleEvidence } from './sample-evidence.ts'

/** What the page reads out of itself. */
export function pageEvidenceOf(file: EvidenceFile): PageEvidence {
  return readEvidence(
    /<script type="application\/json" id="evidence">([\s\S]*?)<\/script>/.exec(formatPage(file))?.[1] ?? '',
  )
}

/** Entries of a few attempts, each a blocked one by default. */
export function entriesOf(...attempts: readonly Partial<AttemptRecord>[]): readonly Entry[] {
  const base = { run: 'run-1', outcome: 'blocked', channel: 'http', phase: 'test', stack: [], count: 1 } as const
  return createEntries(
    pageEvidenceOf({ ...sampleEvidence(0), attempts: attempts.map((rest) => ({ ...base, ...rest })) }),
  )
}

/** Where `name` is installed, as a culprit. */
export function culpritOf(name: string, version: string): NonNullable<AttemptRecord['culprit']> {
  return { name, version, frame: { file: `node_modules/${name}/index.js`, line: 1, column: 1 } }
}
