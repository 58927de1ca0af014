import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { workspaceRoot } from './run-step.ts'

export interface Totals {
  readonly passed: number
  /** What failed, one text each: the file, the test and the head of its message. */
  readonly failures: readonly string[]
}

/** The parts of Vitest's JSON report that are read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly TestResult[]
  }[]
}

interface TestResult {
  readonly status: string
  readonly fullName: string
  readonly failureMessages: readonly string[]
}

const messageLines = 12

/**
 * Counts tests in a report of Vitest. A file that failed without a failing test (it did not load, or a hook threw) counts
 * as one failure, and so does a run that ended badly for a reason the report does not know.
 */
export function countReport(path: string, exitCode: number): Totals {
  if (!existsSync(path)) return { passed: 0, failures: [`${path} was not written`] }
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report
  const tests = testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failures = testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    const name = relative(workspaceRoot, file.name)
    if (failed.length > 0)
      return failed.map((test) => formatFailure(`${name} > ${test.fullName}`, test.failureMessages))
    return file.status === 'failed' ? [formatFailure(name, [file.message])] : []
  })
  const isUnexplained = failures.length === 0 && exitCode !== 0
  return { passed, failures: isUnexplained ? [`The run ended with code ${exitCode}, though no test failed`] : failures }
}

function formatFailure(title: string, messages: readonly string[]): string {
  const lines = messages.join('\n').split('\n').slice(0, messageLines)
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}
