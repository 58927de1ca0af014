import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const path = join(import.meta.dirname, '../../../docs/compatibility.md')

/** A part of the page that is written by a command. */
export type Part = 'matrix' | 'last run' | 'setups'

export function readPart(part: Part): string | undefined {
  return markedBy(part).exec(readFileSync(path, 'utf8'))?.[2]
}

export function writePart(part: Part, text: string): void {
  const page = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    page.replace(markedBy(part), (_all, begin: string, _old, end: string) => begin + text + end),
  )
}

const markedBy = (part: Part): RegExp => new RegExp(`(<!-- ${part} -->\\n\\n)([\\s\\S]*)(\\n\\n<!-- /${part} -->)`)
