import type { PageAttempt, PageEvidence, PageRun } from '@agentguard/core/report'
import { searchText } from './search-text.ts'

export type Outcome = PageAttempt['outcome']

/** The order in which outcomes are shown: what has to be acted on first. */
export const outcomes: readonly Outcome[] = ['blocked', 'audited', 'allowed']

/** An attempt with what lists, filters and search ask of it, made once. */
export interface Entry {
  /** Its place in the evidence. */
  readonly id: number
  readonly attempt: PageAttempt
  /** Of the test file, below the root of its run; what no file is charged for stands under one name. */
  readonly file: string
  /** Name of the package that is responsible, or that the project itself is. */
  readonly package: string
  /** In small letters. */
  readonly text: string
}

/** Shown where no package outside the project is responsible. */
export const ownCode = 'your own code'
/** Shown where no test file is charged. */
const noFile = 'outside test files'

/** Prepares all attempts. */
export function createEntries({ runs, attempts }: PageEvidence): readonly Entry[] {
  const roots = new Map(runs.map((run) => [run.id, run.root]))
  return attempts.map((attempt, id) => {
    const file = fileName(attempt, roots.get(attempt.run) ?? '')
    return { id, attempt, file, package: attempt.culprit?.name ?? ownCode, text: searchText(attempt, file) }
  })
}

/** `1/2`, or the runner where the suite was not cut into shards. */
export function runName(run: PageRun): string {
  return run.shard === undefined ? run.runner : `${run.runner} ${run.shard}`
}

function fileName({ file, project }: PageAttempt, root: string): string {
  if (file === undefined) return noFile
  const path = root === '' ? file : `${root}/${file}`
  return project === undefined ? path : `${path} (${project})`
}
