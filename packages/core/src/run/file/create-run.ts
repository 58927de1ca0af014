import manifest from '../../../package.json' with { type: 'json' }
import { builtins } from '../../guard/node/builtins.ts'
import { compareTexts } from './compare-texts.ts'
import type { Run, TestFileRecord } from './evidence-file.ts'
import { portablePath } from './portable-path.ts'
import { rootInRepository } from './root-in-repository.ts'
import { readRunSource } from './run-source.ts'

/** What a runner knows of a run that has ended. */
export interface RunInput {
  readonly runner: Run['runner']
  readonly runnerVersion?: string | undefined
  /** The absolute path of the root of the runner's project. */
  readonly root: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Milliseconds since the epoch. Default: now. */
  readonly endedAt?: number
  /** `1/2` for a shard of the suite. */
  readonly shard?: string | undefined
  /** The test files, with the runner's paths. */
  readonly testFiles?: readonly TestFileRecord[]
}

/** Describes a run, with a new id. */
export function createRun(input: RunInput): Run {
  const { runner, runnerVersion, root, startedAt, endedAt = Date.now(), shard, testFiles = [] } = input
  const source = readRunSource(root, process.env)
  return {
    id: builtins.crypto.randomUUID(),
    runner,
    ...(runnerVersion !== undefined && { runnerVersion }),
    version: manifest.version,
    node: process.versions.node,
    platform: process.platform,
    root: rootInRepository(root),
    startedAt: new Date(startedAt).toISOString(),
    duration: Math.max(0, Math.round(endedAt - startedAt)),
    ...(shard !== undefined && { shard }),
    ...(Object.keys(source).length > 0 && { source }),
    testFiles: testFiles
      .map((record) => ({ ...record, file: portablePath(record.file, root) }))
      .toSorted((a, b) => compareTexts(keyOf(a), keyOf(b))),
  }
}

function keyOf({ project = '', file }: TestFileRecord): string {
  return `${project}\0${file}`
}
