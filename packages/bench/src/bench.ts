// Measures what the guard costs, beside bare and beside its peers, and writes docs/benchmarks.md:
// `bench.ts [--only <name>]… [--resume] [--pairs <n>] [--page] [--list] [--quick] [--budget] [--output <file>]`.
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measures } from './measures.ts'
import { writePage } from './page.ts'
import { describeMachine, keepResult, readResults, rowsOf } from './results.ts'
import { startServers } from './servers.ts'
import { formatTable } from './table.ts'
import { countWork, writeBudget } from './work.ts'

/** What `--quick` leaves out: it must end within three minutes. */
const slow = new Set(['Jest, 2 workers', 'Vitest forks', 'Vitest threads', 'Vitest threads, no isolation'])
const names = measures.map(({ name }) => name)

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    pairs: { type: 'string' },
    resume: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    budget: { type: 'boolean', default: false },
    output: { type: 'string' },
  },
})
const { quick } = values
const pairs = Number(values.pairs ?? (quick ? 2 : 5))
if (!Number.isInteger(pairs) || pairs < 1)
  throw new RangeError(`--pairs takes a positive number, not '${values.pairs}'`)
const chosen = measures.filter(({ name }) => {
  if (!values.only) return !quick || !slow.has(name)
  return values.only.some((part) => name.toLowerCase().includes(part.toLowerCase()))
})
if (chosen.length === 0) throw new RangeError(`No such measure. There are: ${names.join(', ')}`)
const file = fileURLToPath(new URL(`../.reports/${quick ? 'quick' : 'bench'}.json`, import.meta.url))
const output = values.output ?? file

if (values.list) console.log(names.join('\n'))
else if (values.budget) writeBudget(await countWork())
else if (values.page) writePage(readResults(output), names)
else await measure()

async function measure(): Promise<void> {
  let results = readResults(output)
  const isThere = (name: string): boolean => results.measures.some((one) => one.name === name)
  const todo = values.resume ? chosen.filter(({ name }) => !isThere(name)) : chosen
  const servers = await startServers()
  for (const [index, { name, run }] of todo.entries()) {
    const begin = performance.now()
    const [load = 0] = loadavg()
    const rows = await run({ servers, pairs, quick })
    const seconds = Math.round((performance.now() - begin) / 1000)
    const date = new Date().toISOString()
    results = keepResult(output, results, {
      name,
      date,
      pairs,
      seconds,
      load: Math.round(load),
      node: process.version,
      machine: describeMachine(),
      rows,
    })
    console.error(`${index + 1} of ${todo.length}: ${name}, ${seconds} s`)
  }
  servers.close()
  const measured = chosen.map(({ name }) => name)
  console.log(formatTable(rowsOf(results, measured)))
  // The page is of one full run, which may have been made in pieces.
  if (!quick && values.output === undefined) writePage(results, names)
}
