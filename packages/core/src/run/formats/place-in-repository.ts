import { posix } from 'node:path'
import { printable } from '../../evidence/redact/printable.ts'
import type { AttemptRecord, Run } from '../file/evidence-file.ts'

/** A line of the repository; `path` is relative to its root, with forward slashes. */
export interface Place {
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly column?: number
}

/** Finds where in the repository to show a record. */
export interface Placer {
  /** The project's line that led to the attempt, or else the head of the test file. */
  line(record: AttemptRecord): Place
  /** The head of the test file, or else the project's package.json. Without a place in the repository, a record would not be shown. */
  testFile(record: AttemptRecord): Place
}

/** Creates a placer for the records of these runs. */
export function createPlacer(runs: readonly Run[]): Placer {
  const roots = new Map(runs.map(({ id, root }) => [id, root]))
  const rootOf = ({ run }: AttemptRecord): string => roots.get(run) ?? ''
  const testFile = (record: AttemptRecord): Place => {
    const head = record.file === undefined ? undefined : pathInRepository(rootOf(record), record.file)
    return { path: head ?? pathInRepository(rootOf(record), 'package.json') ?? 'package.json', line: 1 }
  }
  const line = (record: AttemptRecord): Place => {
    const { from } = record
    const path = from && pathInRepository(rootOf(record), from.file)
    if (from === undefined || path === undefined || from.line === 0) return testFile(record)
    return { path, line: from.line, ...(from.column > 0 && { column: from.column }) }
  }
  return { line, testFile }
}

/** A record's path from the root of the repository. Undefined for a path outside it, or text that is not a file. */
function pathInRepository(root: string, file: string): string | undefined {
  if (/^(?:[A-Za-z]:|[\\/[<]|node:)|:\/\//.test(file)) return undefined
  const path = posix.normalize(posix.join(root, file))
  return /^\.{1,2}(?:\/|$)|^\/|\/$/.test(path) ? undefined : printable(path)
}
