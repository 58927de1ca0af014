import { markdownTable } from 'markdown-table'
import type { Row } from './measure.ts'
import type { MeasureResult } from './results.ts'
import { peers, titles } from './variants.ts'

const columns = ['control', 'agentguard', ...peers] as const

/** The rows as a Markdown table. */
export function formatTable(rows: readonly Row[]): string {
  const head = ['measure', 'bare', ...columns.map((variant) => titles[variant]), 'to reach', 'met']
  const lines = rows.map(({ measure, bare, figures, reach, met }) => {
    return [measure, bare, ...columns.map((variant) => figures[variant] ?? '–'), reach, wordOf(met)]
  })
  return markdownTable([head, ...lines])
}

function wordOf(met: boolean | undefined): string {
  if (met === undefined) return '–'
  return met ? 'yes' : 'no'
}

/** When, on what, how busy it was, and with how many pairs. */
export function formatConditions(measures: readonly MeasureResult[]): string {
  const days = measures.map(({ date }) => date.slice(0, 10))
  const places = [...new Set(measures.map(({ node, machine }) => `Node ${node}, ${machine}`))]
  const load = rangeOf(measures.map((one) => one.load))
  const pairs = rangeOf(measures.map((one) => one.pairs))
  return `Measured ${rangeOf(days)}; ${places.join('; ')}, load ${load}; pairs: ${pairs}, in brackets the middle half of their ratios.`
}

function rangeOf<T extends string | number>(values: readonly T[]): string {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
  const [first, last] = [sorted[0], sorted.at(-1)]
  return first === last ? `${first}` : `${first} to ${last}`
}
