import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { joinLevels, type Level } from '../../testing/config/level.ts'
import { readEvidenceFile } from '../io/read-evidence-files.ts'
import { findEvidence } from '../io/find-evidence.ts'

/**
 * Why a test file runs without the guard, as far as its head, the settings and the evidence of the last run show.
 *
 * @param lists the settings of each project that runs the file, outermost level first
 */
export function findUnguarded(file: string, text: string, lists: readonly (readonly Level[])[]): string | undefined {
  const environment = /@jest-environment[ \t]+(\S+)/.exec(headOf(text))?.[1]
  if (environment !== undefined && withoutGuard.test(environment)) {
    return `its @jest-environment ${environment} replaces the guard`
  }
  return bySettings(lists) ?? inLastRun(file)
}

/** Environments without the guard. A custom environment may contain it. */
const withoutGuard = /^(?:(?:jest-environment-)?(?:node|jsdom)|(?:@edge-runtime|@happy-dom)\/jest-environment)$/

/** Jest reads only the first comment. */
function headOf(text: string): string {
  return /^\s*\/\*\*?[^]*?\*\//.exec(text)?.[0] ?? ''
}

function bySettings(lists: readonly (readonly Level[])[]): string | undefined {
  const off = lists.find((levels) => joinLevels(levels).mode === 'off')
  const setter = off?.findLast(({ options }) => options.mode === 'off')
  return setter && `mode: off in ${setter.name}`
}

function inLastRun(file: string): string | undefined {
  return findEvidence()
    .filter((path) => existsSync(path))
    .map((path) => inRun(file, path))
    .find((how) => how !== undefined)
}

function inRun(file: string, path: string): string | undefined {
  const root = dirname(dirname(path))
  const { runs } = readEvidenceFile(path)
  const records = runs
    .flatMap(({ testFiles }) => testFiles)
    .filter((record) => resolve(root, record.file) === resolve(file))
  const how = records.find(({ unguarded }) => unguarded !== undefined)?.unguarded
  if (how === undefined) return undefined
  return how === 'off'
    ? `it ran with mode: off in the last run (${path})`
    : `it ran without the guard in the last run (${path})`
}
