import { Buffer } from 'node:buffer'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareTexts } from '../evidence-file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile, Run } from '../evidence-file/evidence-file.ts'
import { compareRecords, frameLines, type RecordOrder } from '../evidence-file/format-evidence-file.ts'
import { recordsByRun, sameRun, unionOf } from '../evidence-file/merge-evidence-files.ts'

/**
 * Joins files of evidence as `mergeEvidenceFiles` does, and gives the lines of the joined file to `write` once all are read.
 *
 * Only one file at a time and the order of the records are in memory; the records themselves lie in a temporary file.
 */
export function mergeOnDisk(files: Iterable<EvidenceFile>, write: (lines: Iterable<string>) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-merge-'))
  const store = createStore(join(folder, 'records'))
  try {
    const runs = new Map<string, Run>()
    const byRun = new Map<string, readonly Entry[]>()
    for (const file of files) {
      for (const run of file.runs) runs.set(run.id, sameRun(run, runs.get(run.id)))
      for (const [id, records] of recordsByRun(file)) {
        const told = byRun.get(id)?.map((entry) => JSON.parse(store.read(entry)) as AttemptRecord)
        byRun.set(id, store.add(told === undefined ? records : unionOf([told, records])))
      }
    }
    const entries = [...byRun.values()].flat()
    entries.sort((a, b) => compareRecords(a, b) || compareTexts(store.read(a), store.read(b)))
    write(frameLines([...runs.values()], readAll(entries, store)))
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where a record lies, and what puts it in its place. */
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

/** Keeps one copy of each text: parsing makes a new one every time. */
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
