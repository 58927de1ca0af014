import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EvidenceLine, FileLine } from '../evidence-lines.ts'

/** The lines that the environments of all processes and threads have left. */
export interface ReadLines {
  readonly lines: readonly EvidenceLine[]
  readonly files: readonly FileLine[]
  /** How many lines are unreadable, from a worker that was killed while it wrote. */
  readonly torn: number
}

/** Reads the files of a directory. */
export function readEvidenceLines(directory: string): ReadLines {
  const texts = readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
  const written = texts.filter((text) => text !== '')
  const parsed = written.flatMap((text) => parseLine(text) ?? [])
  return {
    lines: parsed.filter((line) => 'evidence' in line),
    files: parsed.filter((line) => 'mode' in line),
    torn: written.length - parsed.length,
  }
}

function parseLine(text: string): EvidenceLine | FileLine | undefined {
  try {
    return JSON.parse(text) as EvidenceLine | FileLine
  } catch {
    return undefined
  }
}
