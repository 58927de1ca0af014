import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '@agentguard/core'
import { attemptsOf, type Outcomes } from './outcome.ts'
import { spawnRunner, type Ended } from './spawn-runner.ts'

export type VitestMajor = 4 | 5

export const vitestMajors: readonly VitestMajor[] = [4, 5]

/** Where the end-to-end tests have both releases of Vitest installed. */
const projects = join(import.meta.dirname, '../../e2e/projects')

/** Runs a suite in Vitest. */
export async function runVitest(
  folder: string,
  major: VitestMajor,
  port: number,
  args: readonly string[] = [],
): Promise<Ended & { readonly outcomes: Outcomes }> {
  const modules = join(projects, `vitest${major}`, 'node_modules')
  const plugin = join(modules, '@agentguard/vitest/dist/index.js')
  copyFileSync(join(import.meta.dirname, '../suite/report.mjs'), join(folder, 'report.mjs'))
  writeFileSync(join(folder, 'vitest.config.mjs'), configText(plugin))
  const vitest = join(modules, 'vitest/vitest.mjs')
  const ended = await spawnRunner(folder, [vitest, 'run', ...args], { STAND_IN_PORT: String(port) })
  return { ...ended, outcomes: readReport(join(folder, 'report.json'), port, ended.text) }
}

function configText(plugin: string): string {
  return `import { agentguard } from ${JSON.stringify(plugin)}

export default {
  plugins: [agentguard({ report: { json: 'evidence.json' } })],
  test: {
    globals: true,
    include: ['tests/*.test.mjs'],
    maxWorkers: 2,
    reporters: ['default', './report.mjs'],
    testTimeout: 20_000,
  },
}
`
}

interface Reported {
  readonly state: string
  readonly errors: readonly string[]
  readonly attempts: readonly Evidence[]
}

interface Report {
  readonly files: readonly (Reported & {
    readonly file: string
    readonly tests: readonly (Reported & { readonly name: string })[]
  })[]
  readonly unhandled: readonly string[]
}

function readReport(path: string, port: number, text: string): Outcomes {
  const { files, unhandled } = readJson(path, text)
  const outcomes = files.flatMap(({ file, tests, errors, ...reported }) => {
    const attempts = reported.attempts.filter(isBlocked)
    // A late attempt is listed with the file, by the name of its test.
    const own = attempts.filter(({ scope }) => scope.endsWith('.mjs'))
    const ofTests = tests.map((test) => {
      const late = attempts.filter(({ scope }) => scope.replaceAll(' > ', ' ') === test.name)
      const made = attemptsOf([...test.attempts.filter(isBlocked), ...late], port)
      return [`${file}: ${test.name}`, [late.length > 0 ? 'failed' : test.state, ...made]] as const
    })
    const ofFile = own.length === 0 && attempts.length === 0 ? errors : attemptsOf(own, port)
    return ofFile.length === 0 ? ofTests : [...ofTests, [file, ['failed', ...ofFile]] as const]
  })
  return Object.fromEntries([
    ...outcomes,
    ...(unhandled.length === 0 ? [] : [['unhandled', ['failed', ...unhandled]] as const]),
  ])
}

/** The reporter also asks for allowed attempts. */
function isBlocked({ outcome }: Evidence): boolean {
  return outcome === 'blocked'
}

function readJson(path: string, text: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch (cause) {
    throw new Error(`Vitest left no report:\n${text}`, { cause })
  }
}
