import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { spawnRunner, type Ended } from './spawn-runner.ts'

/** Where the end-to-end tests have all releases installed. */
const projects = join(import.meta.dirname, '../../e2e/projects')

/** How a run is guarded: without the guard, or with this value of `late`. */
export type Guarding = 'bare' | 'wait' | 'flush'

/** Which release runs the calls, and how. */
export interface CallsInput {
  readonly major: number
  readonly guarding: Guarding
  /** The runner's own, names of files among them. */
  readonly args: readonly string[]
}

/** A run, and the blocked destinations of each file that failed: `{ sentry: ['127.0.0.1:4321'] }`. */
export interface CallsRun extends Ended {
  readonly failed: Readonly<Record<string, readonly string[]>>
  /** The packages and lines that the failures name: `{ sentry: ['@sentry/node'] }`. */
  readonly named: Readonly<Record<string, readonly string[]>>
  readonly files: number
}

/** Runs the calls of a folder in Jest, in the order of their names. */
export async function runCallsInJest(folder: string, { major, guarding, args }: CallsInput): Promise<CallsRun> {
  const modules = join(projects, `jest${major}`, 'node_modules')
  const agentguard = join(modules, 'jest-environment-agentguard/dist')
  const guarded = {
    testEnvironment: join(agentguard, 'index.cjs'),
    testEnvironmentOptions: { late: guarding },
    reporters: ['default', join(agentguard, 'reporter.cjs')],
  }
  const config = {
    ...(guarding !== 'bare' && guarded),
    testMatch: ['**/tests/*.test.cjs'],
    testSequencer: './sequencer.cjs',
    transform: {},
    moduleFileExtensions: ['js', 'cjs', 'mjs', 'json', 'node'],
    cacheDirectory: join(folder, '.cache'),
  }
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'sequencer.cjs'), jestSequencer)
  const json = ['--config=jest.config.json', '--json', '--outputFile=result.json']
  // Clients leave timers and sockets behind, for which Jest would wait.
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const jest = [...flags, join(modules, 'jest/bin/jest.js'), ...json, '--forceExit', ...args]
  const ended = await spawnRunner(folder, jest, {})
  const { testResults } = readResult(folder, ended.text)
  return { ...ended, ...outcomesOf(testResults.map(({ name, status, message }) => [name, status, message])) }
}

function readResult(folder: string, text: string): JestResult {
  try {
    return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as JestResult
  } catch (cause) {
    throw new Error(`The runner left no results:\n${text}`, { cause })
  }
}

interface JestResult {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string }[]
}

const jestSequencer = `module.exports = class {
  shard(tests) {
    return tests
  }
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1))
  }
  allFailedTests(tests) {
    return tests
  }
  cacheResults() {}
}
`

/** Runs the calls of a folder in Vitest, in the order of their names. */
export async function runCallsInVitest(folder: string, { major, guarding, args }: CallsInput): Promise<CallsRun> {
  const modules = join(projects, `vitest${major}`, 'node_modules')
  const plugin = join(modules, '@agentguard/vitest/dist/index.js')
  const guard = guarding === 'bare' ? '' : `plugins: [agentguard({ late: '${guarding}', report: true })],`
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `import { agentguard } from ${JSON.stringify(plugin)}
import Sequencer from './sequencer.mjs'

export default {
  ${guard}
  test: {
    globals: true,
    include: ['tests/*.test.mjs'],
    sequence: { sequencer: Sequencer },
    reporters: ['default', ['json', { outputFile: 'result.json' }]],
  },
}
`,
  )
  writeFileSync(join(folder, 'sequencer.mjs'), vitestSequencer)
  const ended = await spawnRunner(folder, [join(modules, 'vitest/vitest.mjs'), 'run', ...args], {})
  const { testResults } = readResult(folder, ended.text)
  // Vitest's JSON has no text of the errors of a file itself: they are printed.
  return {
    ...ended,
    ...outcomesOf(
      testResults.map(({ name, status, message }) => [name, status, message + printedOf(name, ended.text)]),
    ),
  }
}

/** The part of a printed report that begins with the name of a file. */
function printedOf(path: string, text: string): string {
  const parts = text.split(/^(?= FAIL |⎯|Egress |agentguard:)/m).filter((part) => part.startsWith(' FAIL '))
  return parts.filter((part) => part.split('\n', 1)[0]?.includes(`tests/${basename(path)}`)).join('\n')
}

const vitestSequencer = `export default class {
  async shard(files) {
    return files
  }
  async sort(files) {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
  }
}
`

function outcomesOf(files: readonly (readonly [path: string, status: string, message: string])[]) {
  const failed = files.filter(([, status]) => status === 'failed')
  const each = (find: (message: string) => readonly string[]): Record<string, readonly string[]> =>
    Object.fromEntries(
      failed.map(([path, , message]) => [basename(path).replace(/\.test\.[cm]js$/, ''), [...new Set(find(message))]]),
    )
  return {
    files: files.length,
    failed: each((message) => [...message.matchAll(blocked)].map(([, place = '']) => place)),
    named: each((message) => namedIn(stripVTControlCharacters(message))),
  }
}

const blocked = /Egress blocked: .*?(127\.0\.0\.1:\d+)/g

const failure =
  /EgressViolationError: Egress blocked: [^\n]*127\.0\.0\.1[^\n]*?(?: \(([^\n]+)\))?\n((?: {2,}[a-z]+ {2,}[^\n]+\n)+)/g

/** Chosen package, chain and project line of each failure, in the words of `Destinations`. */
function namedIn(message: string): readonly string[] {
  return [...message.matchAll(failure)].map(([, headline = 'no package', rows = '']) => {
    const from = /^ +from +(.*)$/m.exec(rows)?.[1] ?? 'nowhere'
    const [, how] = /\((uses|the test)/.exec(from) ?? []
    const chain = /^ +by +(.*)$/m.exec(rows)?.[1] ?? headline
    const [packages = '', ...installed] = chain.split(/ {3}\((?=as installed)/)
    const begins = packages.startsWith(headline) && /(?<!^)@\d/.test(headline)
    // A line of the stack has to be that of the call.
    const line = from.startsWith('once/') ? '' : `, from ${from}`
    return [
      begins ? packages.replace(/(?<!^)@\d[^ ]*/, '') : `${headline} before ${packages}`,
      installed.length > 0 ? ', as installed' : '',
      how === undefined ? line : `, from its ${how === 'uses' ? 'use' : 'test'}`,
    ].join('')
  })
}
