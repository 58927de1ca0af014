import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { releases } from '../../../../scripts/covering.ts'

export type VitestMajor = 4 | 5

export const allVitestMajors: readonly VitestMajor[] = [4, 5]
/** The majors that a test tries where it has no other settings. */
export const vitestMajors: readonly VitestMajor[] = releases(allVitestMajors)

export interface VitestInput {
  readonly major: VitestMajor
  readonly args?: readonly string[]
  /** Reporters in place of the default one and of ours, which reads the results. */
  readonly reporters?: readonly string[]
  /** Another folder of `fixtures`, for both runners, that is copied over the one for Vitest. */
  readonly shared?: string
  /** More files, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

/** One test or one file, as a reporter sees it. */
export interface Outcome {
  readonly state: string
  /** `Name: message`, one for each error. */
  readonly errors: readonly string[]
  /** Paths of the URLs in its meta. */
  readonly attempts: readonly string[]
  readonly meta: Readonly<Record<string, unknown>>
}

export interface VitestOutcome {
  readonly code: number | null
  /** All that was printed, without colours. */
  readonly text: string
  /** By file name: `late`; in a project with a name `late in project`. */
  readonly files: Readonly<Record<string, Outcome>>
  /** By file and full name: `owners: at once > first`. */
  readonly tests: Readonly<Record<string, Outcome>>
  readonly unhandled: readonly string[]
}

const fixture = join(import.meta.dirname, '../../fixtures/vitest')
const projects = join(import.meta.dirname, '../../projects')

/** Runs the real Vitest of one of the projects over a copy of the fixture. */
export function runVitest(input: VitestInput): Promise<VitestOutcome> {
  return withFixture(input, (folder) => runIn(folder, input))
}

/** Lends a copy of the fixture, for several runs or for what they write. */
export async function withFixture<T>(
  { major, shared, files = {} }: Pick<VitestInput, 'major' | 'files' | 'shared'>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = copyInto(join(projects, `vitest${major}`, '.reports'))
  try {
    if (shared !== undefined) cpSync(join(fixture, '..', shared), folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const defaultReporters = ['--reporter=default', '--reporter=./report.mjs']

/** Runs Vitest in a copy of the fixture. */
export async function runIn(
  folder: string,
  { major, args = [], env, nodeArgs = [], reporters = defaultReporters }: VitestInput,
): Promise<VitestOutcome> {
  const vitest = join(projects, `vitest${major}`, 'node_modules/vitest/vitest.mjs')
  const { code, text } = await spawnNode(folder, [...nodeArgs, vitest, 'run', ...reporters, ...args], env)
  return { code, text, ...readReport(join(folder, 'report.json')) }
}

/** Inside the project, where `vitest` and our package resolve to what is installed there. */
function copyInto(reports: string): string {
  mkdirSync(reports, { recursive: true })
  const folder = mkdtempSync(join(reports, 'run-'))
  cpSync(fixture, folder, { recursive: true })
  cpSync(join(fixture, 'packages'), join(folder, 'node_modules'), { recursive: true })
  return folder
}

async function spawnNode(
  folder: string,
  args: readonly string[],
  env: VitestInput['env'] = {},
): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...outsideEnvironment(), ...env } })
  let text = ''
  const collect = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return { code, text: stripVTControlCharacters(text) }
}

/** The Vitest that runs this test leaves marks in the environment that the inner one must not see. */
export function outsideEnvironment(): NodeJS.ProcessEnv {
  const marks = /^(VITEST|TEST$|NODE_ENV$|VITE_|AGENTGUARD_|GITHUB_ACTIONS$|NODE_OPTIONS$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !marks.test(name)))
}

interface Reported {
  readonly state: string
  readonly errors: readonly string[]
  readonly meta: { readonly agentguard?: { readonly attempts: readonly { readonly url?: string }[] } }
}

interface Report {
  readonly files: readonly (Reported & {
    readonly file: string
    readonly project: string
    readonly tests: readonly (Reported & { readonly name: string })[]
  })[]
  readonly unhandled: readonly string[]
}

function readReport(path: string): Pick<VitestOutcome, 'files' | 'tests' | 'unhandled'> {
  if (!existsSync(path)) return { files: {}, tests: {}, unhandled: [] }
  const { files, unhandled } = JSON.parse(readFileSync(path, 'utf8')) as Report
  const named = files.map((file) => ({
    ...file,
    title: file.file + (file.project === '' ? '' : ` in ${file.project}`),
  }))
  return {
    files: Object.fromEntries(named.map((file) => [file.title, outcomeOf(file)])),
    tests: Object.fromEntries(
      named.flatMap(({ title, tests }) => tests.map((test) => [`${title}: ${test.name}`, outcomeOf(test)])),
    ),
    unhandled,
  }
}

function outcomeOf({ state, errors, meta }: Reported): Outcome {
  const attempts = meta.agentguard?.attempts.map(({ url }) => (url === undefined ? '' : new URL(url).pathname.slice(1)))
  return { state, errors, attempts: attempts ?? [], meta }
}
