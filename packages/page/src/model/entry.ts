import type { PageAttempt, PageEvidence, PageRun } from '@agentguard/core/report'
import type { LineSource } from './line-href.ts'
import { searchText } from './search-text.ts'

export type Outcome = PageAttempt['outcome']

/** The order of outcomes: those to act on come first. */
export const outcomes: readonly Outcome[] = ['blocked', 'audited', 'muted', 'allowed']

/** An attempt with what lists, filters and search need of it, made once. */
export interface Entry {
  /** Its place in the evidence. */
  readonly id: number
  readonly attempt: PageAttempt
  /** Of the test file, with the root of its run where there are several; one name for all that belongs to no file. */
  readonly file: string
  /** Name of the package that the project chose, or a name for the project itself. */
  readonly package: string
  /** In small letters. */
  readonly text: string
  /** Where its lines are shown. */
  readonly source: LineSource | undefined
}

/** Shown where no package outside the project is responsible. */
const ownCode = 'your own code'
/** Shown where neither a package nor a line of the project was seen. */
const unknownCode = 'unknown code'
/** Shown where the attempt belongs to no test file. */
const noFile = 'outside test files'

/** Prepares all attempts. */
export function createEntries({ runs, attempts }: PageEvidence): readonly Entry[] {
  const byId = new Map(runs.map((run) => [run.id, run]))
  // A root that all share distinguishes nothing.
  const isRootShown = new Set(runs.map(({ root }) => root)).size > 1
  return attempts.map((attempt, id) => {
    const source = byId.get(attempt.run)
    const file = fileName(attempt, isRootShown ? (source?.root ?? '') : '')
    return { id, attempt, file, package: packageName(attempt), text: searchText(attempt, file), source }
  })
}

/** `1/2`, or the runner where the suite was not cut into shards. */
export function runName(run: PageRun): string {
  return run.shard === undefined ? run.runner : `${run.runner} ${run.shard}`
}

/** Whether a name among the packages means the project itself. */
export function isOwnCode(name: string): boolean {
  return name === ownCode
}

/** Whether a name among the packages is that of a package. */
export function isPackage(name: string): boolean {
  return name !== ownCode && name !== unknownCode
}

function packageName({ chosen, from }: PageAttempt): string {
  return chosen?.name ?? (from === undefined ? unknownCode : ownCode)
}

function fileName({ file, project }: PageAttempt, root: string): string {
  if (file === undefined) return noFile
  const path = root === '' ? file : `${root}/${file}`
  return project === undefined ? path : `${path} (${project})`
}
