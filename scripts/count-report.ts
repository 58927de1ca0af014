import { existsSync, readFileSync } from 'node:fs'

export interface Totals {
  readonly passed: number
  readonly failed: number
}

/** The parts of Vitest's JSON report that are read here. */
interface Report {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Counts tests in a report of Vitest. A file that failed without a failing test (it did not load, or a hook threw) counts
 * as one failure, and so does a run that ended badly for a reason the report does not know.
 */
export function countReport(path: string, exitCode: number): Totals {
  if (!existsSync(path)) return { passed: 0, failed: 1 }
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report
  const tests = testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failed =
    tests.filter(({ status }) => status === 'failed').length +
    testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
    ).length
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
