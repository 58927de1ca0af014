import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinary } from './find-binary.ts'
import { install, packAll } from './install.ts'
import { type Cell, type Consumer, nameOf, projectOf } from './matrix.ts'
import { runCommand, runCore } from './run-core.ts'
import { runSuite } from './run-suite.ts'
import { runTypes } from './run-types.ts'
import { type Servers, startServers } from './servers.ts'

/** A cell is skipped where there is no binary of its Node. */
export type Verdict = 'ok' | 'FAILED' | 'skipped'

export interface Outcome {
  readonly cell: Cell
  readonly verdict: Verdict
  /** What differs from the expected. */
  readonly problems: readonly string[]
}

export interface RunOptions {
  /** How many installations or cells run at once. */
  readonly atOnce: number
  /** Called with each step as it ends. */
  readonly report?: (line: string) => void
}

const fixtures = join(import.meta.dirname, '../fixtures')

/** Packs, installs what the cells need, outside the workspace, and runs them. */
export async function runCells(
  cells: readonly Cell[],
  { atOnce, report = () => {} }: RunOptions,
): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-compat-'))
  const servers = await startServers()
  try {
    const packed = await packAll(join(folder, 'packed'))
    const projects = [...new Map(cells.map((cell) => [projectOf(cell), cell])).values()]
    await spread(projects, atOnce, async (project) => {
      const since = performance.now()
      await install(project, join(folder, projectOf(project)), packed.tarballs)
      report(`installed ${projectOf(project)} (${secondsSince(since)} s)`)
    })

    let ended = 0
    return await spread(cells, atOnce, async (cell) => {
      const since = performance.now()
      const outcome = await runCell(cell, join(folder, projectOf(cell)), packed.version, servers)
      ended++
      report(`${ended}/${cells.length} ${lineOf(outcome, secondsSince(since))}`)
      return outcome
    })
  } finally {
    servers.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runCell(cell: Cell, project: string, version: string, servers: Servers): Promise<Outcome> {
  const node = findBinary(cell)
  if (node === undefined) return { cell, verdict: 'skipped', problems: [] }
  const folder = mkdtempSync(join(project, 'cell-'))
  const fixture = fixtureOf(cell)
  if (fixture !== undefined) cpSync(join(fixtures, fixture), folder, { recursive: true })
  const problems = await start(cell, folder, node, version, servers)
  return { cell, verdict: problems.length === 0 ? 'ok' : 'FAILED', problems }
}

function start(
  cell: Cell,
  folder: string,
  node: string,
  version: string,
  servers: Servers,
): Promise<readonly string[]> {
  switch (cell.kind) {
    case 'Jest':
    case 'Vitest':
      return runSuite(cell, folder, node, servers)
    case 'types':
      return runTypes(cell, folder, node)
    case 'core':
      return runCore(cell, folder, node, servers)
    case 'command':
      return runCommand(cell, folder, node, version)
  }
}

function fixtureOf(cell: Cell): string | undefined {
  switch (cell.kind) {
    case 'Jest':
    case 'Vitest':
      return `${cell.kind.toLowerCase()}/${cell.modules.toLowerCase()}`
    case 'types':
      return `types/${runnerOf(cell.consumer)}`
    case 'core':
      return 'core'
    case 'command':
      return undefined
  }
}

function runnerOf(consumer: Consumer): string {
  if (consumer === 'the core') return 'core'
  return consumer.startsWith('Jest') ? 'jest' : 'vitest'
}

const lineOf = ({ cell, verdict, problems }: Outcome, seconds: string): string =>
  [`${verdict} ${nameOf(cell)} (${seconds} s)`, ...problems].join('\n')

const secondsSince = (since: number): string => ((performance.now() - since) / 1000).toFixed(1)

/** Runs a function on all inputs, some at once; returns its results in the order of the inputs. */
async function spread<In, Out>(
  inputs: readonly In[],
  atOnce: number,
  run: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const outputs: Out[] = []
  const queue = inputs.entries()
  const takeAll = async (): Promise<void> => {
    for (const [index, input] of queue) outputs[index] = await run(input)
  }
  await Promise.all(Array.from({ length: atOnce }, takeAll))
  return outputs
}
