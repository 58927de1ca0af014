import { usageError } from '../../policy/usage/usage-error.ts'
import { compareTexts } from './compare-texts.ts'
import { type AttemptRecord, type EvidenceFile, formatVersion, type Run } from './evidence-file.ts'
import { compareWhole } from './format-evidence-file.ts'

/**
 * Joins several evidence files, such as the shards of a suite. The order of the files does not matter.
 *
 * Attempts that several files contain, because a file was passed twice or is part of another, are kept once.
 *
 * @param files the evidence, as {@link parseEvidenceFile} returns it
 * @throws TypeError for two files that describe the same run differently
 */
export function mergeEvidenceFiles(files: readonly EvidenceFile[]): EvidenceFile {
  const runs = new Map<string, Run>()
  const copies = new Map<string, (readonly AttemptRecord[])[]>()
  for (const file of files) {
    for (const run of file.runs) runs.set(run.id, sameRun(run, runs.get(run.id)))
    for (const [id, records] of recordsByRun(file)) copies.set(id, [...(copies.get(id) ?? []), records])
  }
  const attempts = [...copies.values()].flatMap((lists) => unionOf(lists))
  return {
    formatVersion,
    runs: [...runs.values()].toSorted((a, b) => compareTexts(a.id, b.id)),
    attempts: attempts.toSorted(compareWhole),
  }
}

/** The records of each run in a file. */
export function recordsByRun({ attempts }: EvidenceFile): ReadonlyMap<string, readonly AttemptRecord[]> {
  const byRun = new Map<string, AttemptRecord[]>()
  for (const record of attempts) {
    const known = byRun.get(record.run)
    if (known) known.push(record)
    else byRun.set(record.run, [record])
  }
  return byRun
}

/**
 * The run that two files describe.
 *
 * @throws TypeError where they describe it differently
 */
export function sameRun(run: Run, known: Run = run): Run {
  if (canonicalText(run) === canonicalText(known)) return lesser(run, known)
  throw usageError(
    `run ${run.id}`,
    'two files describe it differently',
    'Merge the files as the reporters wrote them, without the one that was changed',
  )
}

/**
 * The union of several lists, in which a record occurs as often as in the list that has it most often. One test may
 * make the same attempt in two ways.
 */
export function unionOf(copies: readonly (readonly AttemptRecord[])[]): readonly AttemptRecord[] {
  const [only, ...more] = copies
  if (only !== undefined && more.length === 0) return only
  const union = new Map<string, AttemptRecord[]>()
  for (const records of copies) {
    const seen = new Map<string, number>()
    for (const record of records) {
      const text = canonicalText(record)
      const turn = seen.get(text) ?? 0
      seen.set(text, turn + 1)
      const known = union.get(text) ?? []
      known[turn] = lesser(record, known[turn] ?? record)
      union.set(text, known)
    }
  }
  return [...union.values()].flat()
}

/** Chooses between two values that differ only in the order of keys, independent of their order. */
function lesser<T>(a: T, b: T): T {
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b
}

/** Equal for values that differ only in the order of keys, since a file may have been rewritten by another program. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => compareTexts(a, b)))
      : field,
  )
}
