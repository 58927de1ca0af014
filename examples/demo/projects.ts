import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expected } from './expected.ts'
import { readEvidence } from './read-evidence.ts'
import { readNodeReport, readRunnerReport } from './read-results.ts'
import type { Result } from './result.ts'

/** One command of the demo: what it runs, how its results are read, and the expected ones. */
export interface Project {
  readonly title: string
  readonly folder: string
  /** What a user would type. */
  readonly command: string
  /** What is run: the same, with a report for us in the file `report`. */
  args(report: string): readonly string[]
  readResults(report: string, output: string): readonly Result[]
  readonly exitCode: number
  readonly expected: readonly Result[]
}

const examples = join(import.meta.dirname, '..')
const inJest = join(examples, 'jest-agent-tools')
const inVitest = join(examples, 'vitest-agent-tools')
const inNode = join(examples, 'node-script')

/** The commands of the demo, in the order they run. */
export const projects: readonly Project[] = [
  {
    title: 'Jest',
    folder: inJest,
    command: 'jest',
    args: (report) => [join(inJest, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${report}`],
    readResults: (report) => readRunnerReport(readFileSync(report, 'utf8'), inJest),
    exitCode: 1,
    expected: expected.jest,
  },
  {
    title: 'Vitest',
    folder: inVitest,
    command: 'vitest run',
    args: (report) => [
      join(inVitest, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    readResults: (report) => readRunnerReport(readFileSync(report, 'utf8'), inVitest),
    exitCode: 1,
    expected: expected.vitest,
  },
  {
    title: 'A plain script',
    folder: inNode,
    command: 'node audit.js',
    args: () => ['audit.js'],
    readResults: (_report, output) => [{ test: 'audit.js', outcome: 'passed', evidence: readEvidence(output) }],
    exitCode: 0,
    expected: expected.audit,
  },
  {
    title: 'node --test',
    folder: inNode,
    command: 'node --test',
    args: (report) => [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(import.meta.dirname, 'node-test-lines.ts')}`,
      `--test-reporter-destination=${report}`,
    ],
    readResults: (report) => readNodeReport(readFileSync(report, 'utf8'), inNode),
    exitCode: 1,
    expected: expected.node,
  },
]
