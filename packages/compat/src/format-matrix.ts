import { formatTable } from '../../../scripts/format-table.ts'
import type { Cell } from './matrix.ts'
import type { Verdict } from './run-cells.ts'

/** One table for each kind of cell: what is in a row, what in a column, and its description. */
const tables: Readonly<
  Record<Cell['kind'], { readonly title: string; readonly rows: readonly string[]; readonly column: string }>
> = {
  Jest: { title: 'Tests in Jest', rows: ['consumer', 'manager', 'node'], column: 'modules' },
  Vitest: { title: 'Tests in Vitest', rows: ['consumer', 'manager', 'node'], column: 'modules' },
  types: { title: 'Consumers of the types', rows: ['consumer', 'manager'], column: 'compiler' },
  core: { title: 'The core without a runner', rows: ['manager', 'node'], column: 'use' },
  command: { title: '`agentguard`, as a package manager runs it', rows: ['consumer'], column: 'manager' },
}
const headings: Readonly<Record<string, string>> = { consumer: 'with', manager: 'installed by', node: 'on' }

/** A cell, and its outcome where it has run. */
export interface Entry {
  readonly cell: Cell
  readonly verdict?: Verdict
}

/** The cells as tables in Markdown, each field with the number of its cells. */
export function formatMatrix(entries: readonly Entry[]): string {
  const parts = Object.entries(tables).map(([kind, { title, rows, column }]) => {
    const found = entries
      .filter(({ cell }) => cell.kind === kind)
      .map(({ cell, verdict }) => ({ values: valuesOf(cell), verdict }))
    if (found.length === 0) return []
    const rowOf = (values: Values): string => rows.map((key) => values[key]).join(' | ')
    const columns = distinct(found.map(({ values }) => values[column] ?? ''))
    const lines = distinct(found.map(({ values }) => rowOf(values))).map((row) => {
      const inRow = found.filter(({ values }) => rowOf(values) === row)
      const fields = columns.map((name) => inRow.filter(({ values }) => values[column] === name))
      return [...row.split(' | '), ...fields.map((field) => countOf(field.map(({ verdict }) => verdict)))]
    })
    const head = [...rows.map((key) => headings[key] ?? key), ...columns]
    const rest = restOf(
      found.map(({ values }) => values),
      ['kind', column, ...rows],
    )
    return [`### ${title}`, ...rest, formatTable(head, lines)]
  })
  return parts.flat().join('\n\n')
}

type Values = Readonly<Record<string, string>>

const valuesOf = (cell: Cell): Values => ({ ...cell })

/** `4`, or for cells that have run `3 ok, 1 FAILED`. */
function countOf(verdicts: readonly (Verdict | undefined)[]): string {
  return distinct(verdicts.map((verdict) => verdict ?? ''))
    .map((name) => `${verdicts.filter((verdict) => (verdict ?? '') === name).length} ${name}`.trim())
    .join(', ')
}

/** What varies within one field of a table. */
function restOf(all: readonly Values[], shown: readonly string[]): readonly string[] {
  const keys = Object.keys(all[0] ?? {}).filter((key) => !shown.includes(key))
  const lists = keys
    .map((key) => distinct(all.map((values) => values[key] ?? '')))
    .filter(({ length }) => length > 1)
    .map((list) => list.join(', '))
  return lists.length === 0 ? [] : [`In each: ${lists.join(' × ')}.`]
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]
