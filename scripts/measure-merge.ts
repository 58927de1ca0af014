// Measures what `agentguard merge` takes for 100,000 records in 20 files: time, and the peak of its memory.
// `node scripts/measure-merge.ts [records]`, after a build.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttemptRecord, formatEvidenceFile, type StackFrame } from '../packages/core/dist/report.js'
import { workspaceRoot } from './run-step.ts'

const files = 20
const records = Number(process.argv[2] ?? 100_000) / files
const folder = mkdtempSync(join(tmpdir(), 'agentguard-measure-'))
const peak = 'process.on("exit", () => console.error(process.resourceUsage().maxRSS / 1024))'

try {
  const paths = Array.from({ length: files }, (_, index) => writeShard(index))
  const since = performance.now()
  const preload = `data:text/javascript,${encodeURIComponent(peak)}`
  const command = join(workspaceRoot, 'packages/core/dist/agentguard.js')
  const args = ['--import', preload, command, 'merge', ...paths, '-o', join(folder, 'merged.json')]
  const { stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const seconds = ((performance.now() - since) / 1000).toFixed(1)
  if (status !== 0) throw new Error(stderr)
  const size = Math.round(statSync(join(folder, 'merged.json')).size / 2 ** 20)
  console.log(`${files * records} records, ${size} MiB: ${seconds} s, ${Math.round(Number(stderr))} MiB`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function writeShard(index: number): string {
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
  const path = join(folder, `shard-${index}.json`)
  const attempts = Array.from({ length: records }, (_, at) => recordOf(id, index, at))
  const run = { id, runner: 'vitest', version: '0.1.0', node: '24.0.0', platform: 'linux', root: '' } as const
  const shard = `${index + 1}/${files}`
  const startedAt = '2026-01-02T03:04:05.678Z'
  const text = formatEvidenceFile({
    formatVersion: 1,
    runs: [{ ...run, startedAt, duration: 1000, shard, testFiles: [] }],
    attempts,
  })
  writeFileSync(path, text)
  return path
}

/** About as long and as different as real ones. */
function recordOf(run: string, shard: number, at: number): AttemptRecord {
  const file = `packages/tools/test/feature-${shard}/tool-${at % 50}.test.ts`
  const host = `api-${at % 500}.example.com`
  const from = { file: `src/tools/tool-${at % 50}.ts`, line: 1 + (at % 300), column: 9, function: 'callTool' }
  return {
    run,
    file,
    test: `tool ${at % 50} of shard ${shard} > does what it describes > in case ${at}`,
    at,
    outcome: 'blocked',
    reason: 'not-allowed',
    channel: 'undici',
    host,
    port: 443,
    address: `203.0.113.${at % 256}`,
    names: [host],
    method: 'POST',
    url: `https://${host}/v1/things/${at}`,
    phase: 'test',
    from,
    culprit: { name: 'package-0', version: '1.2.3', frame: frameOf(0, at) },
    stack: [...[0, 1, 2, 3, 4, 5].map((depth) => frameOf(depth, at)), from, { file, line: 10 + at, column: 5 }],
    count: 1,
  }
}

function frameOf(depth: number, at: number): StackFrame {
  return {
    file: `node_modules/package-${depth}/dist/client.mjs`,
    line: 100 + depth + (at % 97),
    column: 7,
    function: `Client.request${depth}`,
  }
}
