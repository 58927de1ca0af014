import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EvidenceLine } from '../evidence-lines.ts'

/** What the environments of all processes and threads have left. */
export interface ReadLines {
  readonly lines: readonly EvidenceLine[]
  /** Lines that nobody can read: of a worker that was killed while it wrote. */
  readonly torn: number
}

/** Reads the files of a directory. */
export function readEvidenceLines(directory: string): ReadLines {
  const texts = readdirSync(directory)
    .toSorted()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
  const written = texts.filter((text) => text !== '')
  const lines = written.flatMap((text) => parseLine(text) ?? [])
  return { lines, torn: written.length - lines.length }
}

function parseLine(text: string): EvidenceLine | undefined {
  try {
    return JSON.parse(text) as EvidenceLine
  } catch {
    return undefined
  }
}
