// The whole matrix, or the cells whose names contain every argument: `pnpm compat 'Jest 30' ESM`.
import { findNode } from '@agentguard/nodes'
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { formatMatrix } from './format-matrix.ts'
import { cells, nameOf } from './matrix.ts'
import { writePart } from './page.ts'
import { type Outcome, runCells } from './run-cells.ts'

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { 'at-once': { type: 'string', default: String(availableParallelism()) } },
})
const chosen = cells.filter((cell) => words.every((word) => nameOf(cell).includes(word)))
if (chosen.length === 0)
  throw new RangeError(`No cell has ${words.join(' and ')} in its name, as "${exampleName()}" has`)

console.log(`${chosen.length} of ${cells.length} cells`)
const outcomes = await runCells(chosen, { atOnce: Number(values['at-once']), report: (line) => console.log(line) })
console.log(`\n${formatMatrix(outcomes)}\n\n${summaryOf(outcomes)}`)
if (words.length === 0) {
  writePart('matrix', formatMatrix(cells.map((cell) => ({ cell }))))
  writePart('last run', summaryOf(outcomes))
}
process.exitCode = outcomes.some(({ verdict }) => verdict === 'FAILED') ? 1 : 0

function exampleName(): string {
  return cells.slice(0, 1).map(nameOf).join()
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ verdict }) => verdict === 'FAILED').map(({ cell }) => nameOf(cell))
  const skipped = outcomes.filter(({ verdict }) => verdict === 'skipped').length
  const nodes = ([22, 24, 26] as const).flatMap((major) => findNode(major) ?? [])
  const versions = [
    ...nodes.map((node) => `Node ${versionOf(node).slice(1)}`),
    ...['npm', 'pnpm'].map((tool) => `${tool} ${versionOf(tool)}`),
  ]
  const day = new Date().toISOString().slice(0, 10)
  const counts = `${outcomes.length} cells, ${failed.length} failed, ${skipped} skipped`
  const place = `${process.platform} ${process.arch}, ${versions.join(', ')}`
  return [`${day}: ${counts}. ${place}.`, ...failed.map((name) => `- FAILED: ${name}`)].join('\n')
}

function versionOf(command: string): string {
  return spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.trim()
}
