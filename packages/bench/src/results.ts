import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname } from 'node:path'
import type { Row } from './measure.ts'

/** One measure as it was last run. */
export interface MeasureResult {
  readonly name: string
  readonly date: string
  /** The pairs that were asked for: some measures take fewer, some more. */
  readonly pairs: number
  readonly seconds: number
  /** How many wanted to run when it began, this benchmark among them. */
  readonly load: number
  readonly node: string
  readonly machine: string
  readonly rows: readonly Row[]
}

/** Everything measured so far; each measure may have been run on its own. */
export interface Results {
  readonly measures: readonly MeasureResult[]
}

/** Reads the file; there may be none yet. */
export function readResults(path: string): Results {
  try {
    // Only this code writes it. Before measures were kept one by one, it was another file.
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Results>
    return { measures: read.measures ?? [] }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { measures: [] }
    throw error
  }
}

/** Puts a measure in the place of its last run, and writes the file: what was measured outlives a run that is stopped. */
export function keepResult(path: string, results: Results, result: MeasureResult): Results {
  const others = results.measures.filter(({ name }) => name !== result.name)
  const kept = { measures: [...others, result] }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(kept, undefined, 2)}\n`)
  return kept
}

/** In the order of the table. */
export function rowsOf({ measures }: Results, names: readonly string[]): readonly Row[] {
  return names.flatMap((name) => measures.find((one) => one.name === name)?.rows ?? [])
}

/** This machine, in a few words. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown'
  return `${process.platform} ${process.arch}, ${availableParallelism()} cores (${model})`
}
