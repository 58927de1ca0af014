import { relative } from 'node:path'
import { readEvidence } from './read-evidence.ts'
import type { Result } from './result.ts'

/** The JSON that both Jest and Vitest write, as far as it is read here. */
interface RunnerReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

/** Reads the report of Jest or Vitest. A file that failed although all its tests passed is a result of its own. */
export function readRunnerReport(text: string, folder: string): Result[] {
  const { testResults } = JSON.parse(text) as RunnerReport
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name).replaceAll('\\', '/')
    const tests = assertionResults.map((test): Result => ({
      test: `${file} > ${test.fullName}`,
      outcome: test.status === 'passed' ? 'passed' : 'failed',
      evidence: (test.failureMessages ?? []).flatMap(readEvidence),
    }))
    const failedItself = status === 'failed' && tests.every(({ outcome }) => outcome === 'passed')
    return failedItself ? [...tests, { test: file, outcome: 'failed', evidence: readEvidence(message) }] : tests
  })
}

/** Reads what `node-test-lines.ts` writes: a result a line. */
export function readNodeReport(text: string, folder: string): Result[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { file, name, outcome, message } = JSON.parse(line) as Record<'file' | 'name' | 'message', string> &
        Pick<Result, 'outcome'>
      const test = `${relative(folder, file).replaceAll('\\', '/')} > ${name}`
      return { test, outcome, evidence: readEvidence(message) }
    })
}
