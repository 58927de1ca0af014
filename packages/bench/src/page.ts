import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeSection } from '../../../scripts/section.ts'
import { drawChart } from './chart.ts'
import { type Results, rowsOf } from './results.ts'
import { formatConditions, formatTable } from './table.ts'

const docs = join(import.meta.dirname, '../../../docs')

/** What is between the marks of the page: the picture and the table of all that was measured, in the order of the names. */
export function formatPage(results: Results, names: readonly string[]): string {
  const measures = results.measures.filter(({ name }) => names.includes(name))
  const missing = names.filter((name) => !measures.some((one) => one.name === name))
  const gap = missing.length === 0 ? [] : [`Not measured yet: ${missing.join(', ')}.`]
  const picture = '![CPU time beside bare, for whole suites and for one operation](images/benchmark.svg)'
  return [formatConditions(measures), ...gap, picture, formatTable(rowsOf(results, names))].join('\n\n')
}

/** Writes docs/benchmarks.md and its picture. */
export function writePage(results: Results, names: readonly string[]): void {
  writeFileSync(join(docs, 'images/benchmark.svg'), drawChart(rowsOf(results, names)))
  writeSection(join(docs, 'benchmarks.md'), 'benchmarks', formatPage(results, names))
}
