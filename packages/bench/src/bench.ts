// Measures what the guard costs, beside bare and beside its peers: `bench.ts [--quick] [--only <name>]… [--pairs <n>]`.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Measure, Row } from './measure.ts'
import { children } from './measures/children.ts'
import { decisions } from './measures/decisions.ts'
import { blockedHeap } from './measures/memory.ts'
import { operationMeasures } from './measures/operations.ts'
import { scopes } from './measures/scopes.ts'
import { startUp } from './measures/start-up.ts'
import { suiteMeasures } from './measures/suites.ts'
import { witness } from './measures/witness.ts'
import { startServers } from './servers.ts'
import { formatTable } from './table.ts'

const measures: readonly Measure[] = [
  ...suiteMeasures,
  startUp,
  children,
  witness,
  ...operationMeasures,
  decisions,
  blockedHeap,
  scopes,
]
/** What `--quick` leaves out: it must end within three minutes. */
const slow = new Set(['Jest, 2 workers', 'Vitest forks', 'Vitest threads', 'Vitest threads, no isolation'])

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    pairs: { type: 'string' },
    output: { type: 'string' },
  },
})
const pairs = Number(values.pairs ?? (values.quick ? 2 : 5))
if (!Number.isInteger(pairs) || pairs < 1)
  throw new RangeError(`--pairs takes a positive number, not '${values.pairs}'`)
const chosen = measures.filter(({ name }) => {
  if (!values.only) return !values.quick || !slow.has(name)
  return values.only.some((part) => name.toLowerCase().includes(part.toLowerCase()))
})
if (chosen.length === 0)
  throw new RangeError(`No such measure. There are: ${measures.map(({ name }) => name).join(', ')}`)

const servers = await startServers()
const rows: Row[] = []
for (const { name, run } of chosen) {
  const begin = performance.now()
  rows.push(...(await run({ servers, pairs, quick: values.quick })))
  console.error(`${name}: ${((performance.now() - begin) / 1000).toFixed(0)} s`)
}
servers.close()

const output = values.output ?? fileURLToPath(new URL('../.reports/bench.json', import.meta.url))
await mkdir(new URL('../.reports/', import.meta.url), { recursive: true })
await writeFile(
  output,
  `${JSON.stringify({ date: new Date().toISOString(), node: process.version, pairs, rows }, undefined, 2)}\n`,
)
console.log(formatTable(rows, pairs))
