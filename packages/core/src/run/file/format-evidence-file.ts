import { compareTexts } from './compare-texts.ts'
import { type AttemptRecord, type EvidenceFile, formatVersion, type Run } from './evidence-file.ts'

/**
 * Formats an evidence file as JSON, with one line for each run and record. Sorted, so that the same evidence gives the
 * same bytes.
 *
 * @param file the evidence, of one run or several
 */
export function formatEvidenceFile(file: EvidenceFile): string {
  const texts = file.attempts.toSorted(compareWhole).map((record) => JSON.stringify(record))
  return [...frameLines(file.runs, texts)].join('')
}

/** Writes an evidence file line by line, for texts that would not fit into memory. The records must be sorted. */
export function* frameLines(runs: readonly Run[], records: Iterable<string>): Generator<string, void, undefined> {
  yield `{"formatVersion":${formatVersion},\n"runs":[`
  yield* listLines(runs.toSorted(compareRuns).map((run) => JSON.stringify(run)))
  yield '],\n"attempts":['
  yield* listLines(records)
  yield ']}\n'
}

function* listLines(texts: Iterable<string>): Generator<string, void, undefined> {
  let before = '\n'
  for (const text of texts) {
    yield `${before}${text}`
    before = ',\n'
  }
  if (before !== '\n') yield '\n'
}

/** A total order: records with equal keys are compared as text, so that the order of joined files does not matter. */
export function compareWhole(a: AttemptRecord, b: AttemptRecord): number {
  return compareRecords(a, b) || compareTexts(JSON.stringify(a), JSON.stringify(b))
}

function compareRuns(a: Run, b: Run): number {
  return compareTexts(a.id, b.id) || compareTexts(JSON.stringify(a), JSON.stringify(b))
}

/** The keys that records are sorted by. */
export type RecordOrder = {
  readonly [Key in 'run' | 'project' | 'file' | 'test' | 'at']?: AttemptRecord[Key] | undefined
}

/** Compares two records by run, project, file, test and time. */
export function compareRecords(a: RecordOrder, b: RecordOrder): number {
  return compareTexts(a.run, b.run) || comparePlaces(a, b)
}

/** Compares two records within a run. */
export function comparePlaces(a: RecordOrder, b: RecordOrder): number {
  return (
    compareTexts(a.project, b.project) ||
    compareTexts(a.file, b.file) ||
    compareTexts(a.test, b.test) ||
    (a.at ?? 0) - (b.at ?? 0)
  )
}
