import { spawnSync } from 'node:child_process'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { parseEvidenceFile, type EvidenceFile } from '@agentguard/core/report'
import type { Outcomes } from './outcome.ts'

/** Runs the suite of a folder with these arguments; it leaves `evidence.json`. */
export type RunSuite = (args: readonly string[]) => Promise<{ readonly outcomes: Outcomes }>

const cli = join(import.meta.dirname, '../../core/dist/agentguard.js')

/** The results of a suite in one run, and in two shards that `agentguard merge` has joined. */
export interface Sharded {
  readonly whole: EvidenceFile
  readonly merged: EvidenceFile
  /** How the tests ended, in one run and in both shards together. */
  readonly outcomes: readonly [whole: Outcomes, shards: Outcomes]
  /** The allowlists that `agentguard suggest` makes of the two. */
  readonly suggestions: readonly [whole: string, merged: string]
  /** The output of `agentguard lock --check` for the shards, with the lock of the whole. */
  readonly check: string
}

/** Runs a suite in two shards, and in one run. */
export async function shardSuite(folder: string, run: RunSuite): Promise<Sharded> {
  const shards = []
  const outcomes: Record<string, Outcomes[string]> = {}
  for (const shard of ['1/2', '2/2']) {
    const path = join(folder, `shard-${shard[0]}.json`)
    Object.assign(outcomes, (await run([`--shard=${shard}`])).outcomes)
    renameSync(join(folder, 'evidence.json'), path)
    shards.push(path)
  }
  const { outcomes: ofWhole } = await run([])
  // The last one first: any order has to produce the same.
  agentguard(folder, 'merge', ...shards.toReversed(), '--output', 'merged.json')
  agentguard(folder, 'lock', 'evidence.json')
  const [whole, merged] = ['evidence.json', 'merged.json'] as const
  return {
    whole: read(join(folder, whole)),
    merged: read(join(folder, merged)),
    outcomes: [ofWhole, outcomes],
    suggestions: [
      agentguard(folder, 'suggest', '--for', 'config', whole),
      agentguard(folder, 'suggest', '--for', 'config', merged),
    ],
    check: agentguard(folder, 'lock', '--check', '--stale', merged),
  }
}

/** What the command prints. */
function agentguard(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`agentguard ${args.join(' ')} ended with ${String(status)}: ${stdout}${stderr}`)
  return stdout
}

function read(path: string): EvidenceFile {
  return parseEvidenceFile(readFileSync(path, 'utf8'), path)
}
