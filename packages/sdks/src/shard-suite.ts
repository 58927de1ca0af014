import { spawnSync } from 'node:child_process'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { parseEvidenceFile, type EvidenceFile } from '@agentguard/core/report'

/** Runs the suite of a folder with these arguments; it leaves `evidence.json`. */
export type RunSuite = (args: readonly string[]) => Promise<unknown>

const cli = join(import.meta.dirname, '../../core/dist/agentguard.js')

/** The evidence of a suite in one run, and the same from two shards that `agentguard merge` has joined. */
export async function shardSuite(
  folder: string,
  run: RunSuite,
): Promise<{ readonly whole: EvidenceFile; readonly merged: EvidenceFile }> {
  const shards = []
  for (const shard of ['1/2', '2/2']) {
    const path = join(folder, `shard-${shard[0]}.json`)
    await run([`--shard=${shard}`])
    renameSync(join(folder, 'evidence.json'), path)
    shards.push(path)
  }
  await run([])
  // The last one first: any order has to give the same.
  merge(shards.toReversed(), join(folder, 'merged.json'))
  return { whole: read(join(folder, 'evidence.json')), merged: read(join(folder, 'merged.json')) }
}

function merge(paths: readonly string[], output: string): void {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'merge', ...paths, '--output', output], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`agentguard merge ended with ${String(status)}: ${stderr}`)
}

function read(path: string): EvidenceFile {
  return parseEvidenceFile(readFileSync(path, 'utf8'), path)
}
