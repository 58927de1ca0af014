import { compareTexts } from './compare-texts.ts'
import type { AttemptRecord, EvidenceFile, Run } from './evidence-file.ts'

/** The text of a file of evidence, a line for each run and record: sorted, so that the same evidence is the same bytes. */
export function formatEvidenceFile({ formatVersion, runs, attempts }: EvidenceFile): string {
  const parts = [`{"formatVersion":${formatVersion},\n"runs":[`]
  appendLines(parts, sorted(runs, compareRuns))
  parts.push('],\n"attempts":[')
  appendLines(parts, sorted(attempts, compareRecords))
  parts.push(']}\n')
  return parts.join('')
}

interface Line<T> {
  readonly value: T
  readonly text: string
}

/** What is the same in all that counts is put in order by its text, so that no order of files to join shows. */
function sorted<T>(values: readonly T[], compare: (a: T, b: T) => number): readonly Line<T>[] {
  const lines = values.map((value) => ({ value, text: JSON.stringify(value) }))
  return lines.toSorted((a, b) => compare(a.value, b.value) || compareTexts(a.text, b.text))
}

function appendLines(parts: string[], lines: readonly Line<unknown>[]): void {
  for (const [index, { text }] of lines.entries()) parts.push(index === 0 ? '\n' : ',\n', text)
  if (lines.length > 0) parts.push('\n')
}

function compareRuns(a: Run, b: Run): number {
  return compareTexts(a.id, b.id)
}

/** The order of records: by run, project, file, test and time. */
export function compareRecords(a: AttemptRecord, b: AttemptRecord): number {
  return (
    compareTexts(a.run, b.run) ||
    compareTexts(a.project, b.project) ||
    compareTexts(a.file, b.file) ||
    compareTexts(a.test, b.test) ||
    (a.at ?? 0) - (b.at ?? 0)
  )
}
