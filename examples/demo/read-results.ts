import { relative } from 'node:path'
import { readEvidence } from './read-evidence.ts'
import type { Result, ReportedEvidence } from './result.ts'

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

/** Reads the report of Jest or Vitest. A failure of the file itself is its own result. */
export function readRunnerReport(text: string, folder: string): Result[] {
  const { testResults } = JSON.parse(text) as RunnerReport
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name).replaceAll('\\', '/')
    const tests = assertionResults.map((test): Result => ({
      test: `${file} > ${test.fullName}`,
      outcome: test.status === 'passed' ? 'passed' : 'failed',
      evidence: (test.failureMessages ?? []).flatMap(readFailure),
    }))
    const inTests = new Set(tests.flatMap(({ evidence }) => evidence.map((entry) => JSON.stringify(entry))))
    const rest = readEvidence(message).filter((entry) => !inTests.has(JSON.stringify(entry)))
    const failedItself = status === 'failed' && tests.every(({ outcome }) => outcome === 'passed')
    if (rest.length === 0 && !failedItself) return tests
    return [...tests, { test: file, outcome: 'failed', evidence: rest.length > 0 ? rest : readFailure(message) }]
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
      return { test, outcome, evidence: outcome === 'failed' ? readFailure(message) : [] }
    })
}

/** The evidence in the message of a failure. The demo does not take a failure without evidence for egress. */
function readFailure(message: string): readonly ReportedEvidence[] {
  const evidence = readEvidence(message)
  return evidence.length > 0 ? evidence : [{ target: `no egress, but ${message.split('\n')[0]}`, when: 'test' }]
}
