import { Buffer } from 'node:buffer'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareTexts } from '../../run/file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile, Run } from '../../run/file/evidence-file.ts'
import { compareRecords, frameLines, type RecordOrder } from '../../run/file/format-evidence-file.ts'
import { recordsByRun, sameRun, unionOf } from '../../run/file/merge-evidence-files.ts'

/** An evidence file to join. */
export interface MergeSource {
  /** The file, a few records at a time. The first piece has the runs. */
  pieces(): Iterable<EvidenceFile>
  /** The whole file, for one that cannot be read in pieces. */
  whole(): EvidenceFile
}

/**
 * Joins evidence files as `mergeEvidenceFiles` does. Passes the lines of the joined file to `write` once all are read.
 *
 * Only the order of the records is in memory. The records are in a temporary file.
 */
export function mergeOnDisk(sources: Iterable<MergeSource>, write: (lines: Iterable<string>) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-merge-'))
  const store = createStore(join(folder, 'records'))
  try {
    const runs = new Map<string, Run>()
    const byRun = new Map<string, readonly Entry[]>()
    for (const source of sources) {
      const read = readSource(source, store)
      for (const run of read.runs) runs.set(run.id, sameRun(run, runs.get(run.id)))
      for (const [id, entries] of read.byRun) byRun.set(id, joinEntries(byRun.get(id), entries, store))
    }
    const entries = [...byRun.values()].flat()
    entries.sort((a, b) => compareRecords(a, b) || compareTexts(store.read(a), store.read(b)))
    write(frameLines([...runs.values()], readAll(entries, store)))
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The content of one file. */
interface ReadFile {
  readonly runs: readonly Run[]
  readonly byRun: ReadonlyMap<string, readonly Entry[]>
}

function readSource(source: MergeSource, store: Store): ReadFile {
  try {
    return collect(source.pieces(), store)
  } catch {
    return collect([source.whole()], store)
  }
}

function collect(pieces: Iterable<EvidenceFile>, store: Store): ReadFile {
  let runs: readonly Run[] | undefined
  const byRun = new Map<string, Entry[]>()
  for (const piece of pieces) {
    runs ??= piece.runs
    for (const [id, records] of recordsByRun(piece)) {
      const known = byRun.get(id) ?? []
      known.push(...store.add(records))
      byRun.set(id, known)
    }
  }
  return { runs: runs ?? [], byRun }
}

function joinEntries(known: readonly Entry[] | undefined, added: readonly Entry[], store: Store): readonly Entry[] {
  if (known === undefined) return added
  const [before, after] = [known, added].map((entries) =>
    entries.map((entry) => JSON.parse(store.read(entry)) as AttemptRecord),
  )
  return store.add(unionOf([before ?? [], after ?? []]))
}

/** Where a record is in the temporary file, and the keys that it is sorted by. */
interface Entry extends RecordOrder {
  readonly start: number
  readonly length: number
}

interface Store {
  add(records: readonly AttemptRecord[]): readonly Entry[]
  read(entry: Entry): string
  close(): void
}

function createStore(path: string): Store {
  const descriptor = openSync(path, 'w+')
  const once = createInterner()
  let bytes = Buffer.alloc(0)
  let end = 0
  return {
    add: (records) => {
      const texts = records.map((record) => JSON.stringify(record))
      writeFileSync(descriptor, texts.join(''))
      return records.map(({ run, project, file, test, at }, index) => {
        const start = end
        end += Buffer.byteLength(texts[index] ?? '')
        return { run: once(run), project: once(project), file: once(file), test, at, start, length: end - start }
      })
    },
    read: ({ start, length }) => {
      if (bytes.byteLength < length) bytes = Buffer.alloc(length * 2)
      readSync(descriptor, bytes, 0, length, start)
      return bytes.toString('utf8', 0, length)
    },
    close: () => closeSync(descriptor),
  }
}

/** Keeps one copy of each text, since parsing creates a new one every time. */
function createInterner(): <T extends string | undefined>(text: T) => T {
  const known = new Map<unknown, unknown>()
  return (text) => {
    if (!known.has(text)) known.set(text, text)
    return known.get(text) as typeof text
  }
}

function* readAll(entries: readonly Entry[], store: Store): Generator<string, void, undefined> {
  for (const entry of entries) yield store.read(entry)
}
