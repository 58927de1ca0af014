import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { releases } from '../../../../scripts/covering.ts'

export type JestMajor = 29 | 30

export const allJestMajors: readonly JestMajor[] = [29, 30]
/** The majors that a test tries where it has no other settings. */
export const jestMajors: readonly JestMajor[] = releases(allJestMajors)

/** How Jest gets its tests to run. Cached timings would bring a short run back in band, hence the memory limit. */
export const modes: Readonly<Record<'in band' | 'in workers' | 'in worker threads', readonly string[]>> = {
  'in band': ['--runInBand'],
  'in workers': ['-w', '2', '--workerIdleMemoryLimit=2GB'],
  'in worker threads': ['-w', '2', '--workerIdleMemoryLimit=2GB', '--workerThreads'],
}

export interface JestInput {
  readonly major: JestMajor
  /** A folder of `fixtures/jest`; without one, there are only `files`. */
  readonly fixture?: string
  /** Another folder of `fixtures`, for both runners, that is copied over it. */
  readonly shared?: string
  readonly args: readonly string[]
  /** More files, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly config?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly node?: string
  readonly nodeArgs?: readonly string[]
}

/** The outcome of one test: its blocked destinations, and the first lines of its other errors. */
export interface TestOutcome {
  readonly status: string
  readonly blocked: readonly string[]
  readonly own: readonly string[]
  readonly details: readonly unknown[]
}

export interface JestOutcome {
  readonly code: number | null
  /** All that was printed. */
  readonly text: string
  /** By file name and full name of the test: `hooks.test.js: beforeEach is attributed`. */
  readonly tests: Readonly<Record<string, TestOutcome>>
  /** By file name: its status and the destinations that are attributed to the file itself. */
  readonly files: Readonly<Record<string, { readonly status: string; readonly message: string }>>
}

const fixtures = join(import.meta.dirname, '../../fixtures/jest')
const projects = join(import.meta.dirname, '../../projects')

/** A copy of a fixture inside a project, while it is lent. */
export interface JestFolder {
  readonly folder: string
  /** Runs Jest in it once, with arguments and variables beyond those of the input. */
  run(args?: readonly string[], env?: JestInput['env']): Promise<JestOutcome>
}

/** Runs the real Jest of one of the projects over a copy of a fixture. */
export function runJest(input: JestInput): Promise<JestOutcome> {
  return withJest(input, ({ run }) => run())
}

/** Lends a copy of a fixture, for several runs or for what they write. */
export async function withJest<T>(input: JestInput, use: (lent: JestFolder) => Promise<T>): Promise<T> {
  const project = join(projects, `jest${input.major}`)
  const folder = copyInto(join(project, 'runs'), input)
  try {
    for (const [name, text] of Object.entries(input.files ?? {})) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(configOf(folder, input.config)))
    const jest = join(project, 'node_modules/jest/bin/jest.js')
    return await use({
      folder,
      run: async (args = [], env = {}) => {
        const all = ['--config=jest.config.json', '--json', '--outputFile=result.json', ...input.args, ...args]
        const { code, text } = await spawnNode(folder, [...(input.nodeArgs ?? []), jest, ...all], {
          ...input,
          env: { ...input.env, ...env },
        })
        return { code, text, ...readResult(join(folder, 'result.json'), text) }
      },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Inside the project, where `agentguard` and `jsdom` resolve to what is installed there; Jest 29 covers no dot folder. */
function copyInto(runs: string, { fixture, shared }: JestInput): string {
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, `${fixture ?? 'files'}-`))
  if (fixture !== undefined) cpSync(join(fixtures, fixture), folder, { recursive: true })
  if (shared !== undefined) cpSync(join(fixtures, '..', shared), folder, { recursive: true })
  return folder
}

function configOf(folder: string, config: JestInput['config'] = {}): Record<string, unknown> {
  const shared = { testEnvironment: 'agentguard', transform: {}, cacheDirectory: join(folder, '.cache') }
  if (!Array.isArray(config['projects'])) return { ...shared, ...config }
  const inProjects = config['projects'].map((project: object) => ({ ...shared, rootDir: folder, ...project }))
  return { ...config, projects: inProjects }
}

function spawnNode(
  cwd: string,
  args: readonly string[],
  { node = process.execPath, env }: JestInput,
): Promise<{ code: number | null; text: string }> {
  const child = spawn(node, args, { cwd, env: { ...plainEnv(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text: chunks.join('') }))
  })
}

/** As a user's shell, not as one of our tests: Vitest and Jest both read these. */
function plainEnv(): NodeJS.ProcessEnv {
  const hidden = /^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|GITHUB_ACTIONS|CI$|TEST$)/
  const kept = Object.entries(process.env).filter(([name]) => !hidden.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1' }
}

interface JsonResult {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
      readonly failureDetails?: readonly unknown[]
    }[]
  }[]
}

function readResult(path: string, text: string): Pick<JestOutcome, 'tests' | 'files'> {
  const { testResults } = readJson(path, text)
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((result) => [`${baseName(name)}: ${result.fullName}`, outcomeOf(result)] as const),
  )
  const files = testResults.map(({ name, status, message }) => [baseName(name), { status, message }] as const)
  return { tests: Object.fromEntries(tests), files: Object.fromEntries(files) }
}

function readJson(path: string, text: string): JsonResult {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonResult
  } catch (cause) {
    throw new Error(`Jest left no results:\n${text}`, { cause })
  }
}

function outcomeOf(result: JsonResult['testResults'][number]['assertionResults'][number]): TestOutcome {
  const messages = result.failureMessages ?? []
  return {
    status: result.status,
    blocked: messages.flatMap(destinationsIn),
    own: messages.filter((message) => !message.startsWith('EgressViolationError')).map(firstLine),
    details: result.failureDetails ?? [],
  }
}

/** The destinations that a text says were blocked, in its order. */
export function destinationsIn(text: string): string[] {
  const found = text.matchAll(/^\s*(?:EgressViolationError: )?Egress blocked: (.+)$/gm)
  return [...found].map(([, what = '']) => what.replace(/^(?:connect|DNS lookup of|[A-Z]+(?= http)) /, ''))
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

const baseName = (path: string): string => path.replace(/^.*[\\/]/, '')
