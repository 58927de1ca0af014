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

/** Finds where in the repository a record is to be shown. */
export interface Placer {
  /** The project's own line that led there; else the head of the test file. */
  line(record: AttemptRecord): Place
  /** The head of the test file; else the manifest of the project: what has no place in the repository would not be shown at all. */
  testFile(record: AttemptRecord): Place
}

/** Creates what finds places for the records of these runs. */
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

/** A path of a record from the root of the repository; nothing for what lies outside it or names no file. */
function pathInRepository(root: string, file: string): string | undefined {
  if (/^(?:[A-Za-z]:|[\\/[<]|node:)|:\/\//.test(file)) return undefined
  const path = posix.normalize(posix.join(root, file))
  return /^\.{1,2}(?:\/|$)|^\/|\/$/.test(path) ? undefined : printable(path)
}
