import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { compareTexts } from './compare-texts.ts'
import type { Run, TestFileRecord } from './evidence-file.ts'
import { portablePath } from './portable-path.ts'

/** What a runner knows of a run that has ended. */
export interface RunInput {
  readonly runner: Run['runner']
  readonly runnerVersion?: string | undefined
  /** Absolute path of the root of the runner's project. */
  readonly root: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Milliseconds since the epoch; now, where it is left out. */
  readonly endedAt?: number
  /** `1/2`, where the suite was cut into shards. */
  readonly shard?: string | undefined
  readonly testFiles?: readonly TestFileRecord[]
}

/** Describes a run, with a fresh id. */
export function createRun(input: RunInput): Run {
  const { runner, runnerVersion, root, startedAt, endedAt = Date.now(), shard, testFiles = [] } = input
  return {
    id: randomUUID(),
    runner,
    ...(runnerVersion !== undefined && { runnerVersion }),
    version: manifest.version,
    node: process.versions.node,
    platform: process.platform,
    root: rootInRepository(root),
    startedAt: new Date(startedAt).toISOString(),
    duration: Math.max(0, Math.round(endedAt - startedAt)),
    ...(shard !== undefined && { shard }),
    testFiles: testFiles.toSorted((a, b) => compareTexts(keyOf(a), keyOf(b))),
  }
}

/** Where a project stands in its repository: the nearest folder above it that has a `.git`. */
function rootInRepository(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder === root ? '' : portablePath(root, folder)
    if (folder === dirname(folder)) return ''
  }
}

function keyOf({ project = '', file }: TestFileRecord): string {
  return `${project}\0${file}`
}
