import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '@agentguard/core'
import { attemptsOf, type Outcomes } from './outcome.ts'
import { spawnRunner, type Ended } from './spawn-runner.ts'

export type JestMajor = 29 | 30

export const jestMajors: readonly JestMajor[] = [29, 30]

/** Where the end-to-end tests have both releases of Jest installed. */
const projects = join(import.meta.dirname, '../../e2e/projects')

/** Runs a suite in Jest. */
export async function runJest(
  folder: string,
  major: JestMajor,
  port: number,
  args: readonly string[] = [],
): Promise<Ended & { readonly outcomes: Outcomes }> {
  const modules = join(projects, `jest${major}`, 'node_modules')
  const config = {
    testEnvironment: join(modules, 'jest-environment-agentguard/dist/index.cjs'),
    reporters: ['default', [join(modules, 'jest-environment-agentguard/dist/reporter.cjs'), { json: 'evidence.json' }]],
    testMatch: ['**/tests/*.test.[cm]js'],
    transform: {},
    moduleFileExtensions: ['js', 'mjs', 'cjs', 'json', 'node'],
    cacheDirectory: join(folder, '.cache'),
    testTimeout: 20_000,
  }
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config))
  const jest = join(modules, 'jest/bin/jest.js')
  // Clients leave timers and sockets behind, for which Jest would wait.
  const ends = ['--forceExit', '--maxWorkers=2']
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const json = ['--config=jest.config.json', '--json', '--outputFile=result.json']
  const ended = await spawnRunner(folder, [...flags, jest, ...json, ...ends, ...args], { STAND_IN_PORT: String(port) })
  return { ...ended, outcomes: readResult(join(folder, 'result.json'), port, ended.text) }
}

interface JsonResult {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureDetails?: readonly { readonly violations?: readonly Evidence[] }[]
    }[]
  }[]
}

function readResult(path: string, port: number, text: string): Outcomes {
  const { testResults } = readJson(path, text)
  return Object.fromEntries(
    testResults.flatMap(({ name, message, assertionResults }) => {
      const file = name.replace(/^.*[\\/]|\.test\..*$/g, '')
      const tests = assertionResults.map(({ fullName, status, failureDetails = [] }) => {
        const evidence = failureDetails.flatMap(({ violations = [] }) => violations)
        return [`${file}: ${fullName}`, [status, ...attemptsOf(evidence, port)]] as const
      })
      const attempts = fileAttempts(message)
      return attempts.length === 0 ? tests : [...tests, [file, ['failed', ...attempts]] as const]
    }),
  )
}

/** Jest keeps only text of the attempts that belong to a file. */
function fileAttempts(message: string): readonly string[] {
  const parts = message.split(/^ {2}● /m).filter((part) => part.startsWith('Test suite failed to run'))
  const found = parts.flatMap((part) => [
    ...part.matchAll(/Egress blocked: (.+?) \((@?[^@\n]+)@[\d.]+\)\n((?: {4,}\S.*\n)*)/g),
  ])
  const attempts = found.map(([, where = '', culprit = '', rows = '']) => {
    return `${where.replace(/^.* /, '')} by ${culprit}${placeIn(rows)}`
  })
  return attempts.length > 0 ? [...new Set(attempts)].toSorted() : parts.map((part) => part.slice(0, 2000))
}

function placeIn(rows: string): string {
  const [, how] = /^ +from .*?(?: {3}\((uses|the test)\b.*)?$/m.exec(rows) ?? [undefined, 'nowhere']
  return how === undefined ? '' : `, from ${{ uses: 'its use', 'the test': 'its test' }[how] ?? how}`
}

function readJson(path: string, text: string): JsonResult {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonResult
  } catch (cause) {
    throw new Error(`Jest left no results:\n${text}`, { cause })
  }
}
