// All setups, or those that are named: `pnpm setups nest turbo`.
import { parseArgs } from 'node:util'
import { writePart } from '../../compat/src/page.ts'
import { formatOutcomes, formatSetups } from './format-setups.ts'
import { readSetups } from './read-setups.ts'
import { runSetups } from './run-setups.ts'

const { values, positionals: names } = parseArgs({ allowPositionals: true, options: { keep: { type: 'boolean' } } })
const projects = await readSetups()
const unknown = names.filter((name) => !projects.some((project) => project.name === name))
if (unknown.length > 0)
  throw new RangeError(
    `No setup is called ${unknown.join(' or ')}. Names: ${projects.map(({ name }) => name).join(', ')}`,
  )

const chosen = projects.filter(({ name }) => names.length === 0 || names.includes(name))
const outcomes = await runSetups(chosen, {
  keep: values.keep ?? false,
  report: (line) => console.log(line),
})
console.log(`\n${formatOutcomes(outcomes)}`)
if (names.length === 0) writePart('setups', formatSetups(projects))
process.exitCode = outcomes.some(({ verdict }) => verdict === 'FAILED') ? 1 : 0
