import { availableParallelism, cpus } from 'node:os'
import type { Row } from './measure.ts'
import type { Variant } from './variants.ts'

const columns: readonly (readonly [Variant, string])[] = [
  ['control', 'bare again'],
  ['agentguard', 'agentguard'],
  ['mock-agent', 'MockAgent 8'],
  ['msw', 'msw 3'],
  ['nock', 'nock 15'],
]

/** The results as a Markdown table, under a line that says when and on what they were measured. */
export function formatTable(rows: readonly Row[], pairs: number): string {
  const head = ['measure', 'bare', ...columns.map(([, title]) => title), 'to reach', 'met']
  const lines = rows.map(({ measure, bare, figures, reach, met }) => {
    return [measure, bare, ...columns.map(([variant]) => figures[variant] ?? '–'), reach, met ? 'yes' : 'no']
  })
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`)
  return `${conditions(pairs)}\n\n${table.join('\n')}\n`
}

function conditions(pairs: number): string {
  const date = new Date().toISOString().slice(0, 10)
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`
  return `${date}, Node ${process.version}, ${process.platform} ${process.arch}, ${cores}, up to ${pairs} pairs.`
}
