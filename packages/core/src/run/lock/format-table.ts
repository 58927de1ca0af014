import { codeCell } from '../formats/code-cell.ts'
import type { LockedDestination } from './lock.ts'
import type { TableRow } from './create-table.ts'

/** Formats what each tool may reach as a Markdown table or as JSON. The same evidence gives the same bytes, for reviews and diffs. */
export function formatTable(rows: readonly TableRow[], format: 'markdown' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`
  const cells = rows.map(({ file, tool = '', reaches, muted }) => [
    codeCell(tool, WIDE),
    codeCell(file, WIDE),
    names(reaches.map(({ destination }) => destination)),
    names(distinct([...reaches, ...muted].flatMap(({ packages }) => packages))),
    names(muted.map(({ destination }: LockedDestination) => destination)),
  ])
  const lines = [['tool', 'file', 'reaches', 'packages', 'muted'], Array.from({ length: 5 }, () => '---'), ...cells]
  return lines.map((line) => `| ${line.join(' | ')} |\n`).join('')
}

const WIDE = 200

function names(texts: readonly string[]): string {
  return texts.map((text) => codeCell(text, WIDE)).join(', ')
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted()
}
