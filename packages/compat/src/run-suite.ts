import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JestCell, VitestCell } from './matrix.ts'
import type { Servers } from './servers.ts'
import { run, type Ended } from './spawn.ts'

const runnerFlags = {
  'in band': ['--runInBand'],
  // Cached timings would bring a run as short as this one back in band; the limit on memory keeps it in workers.
  workers: ['--maxWorkers=2', '--workerIdleMemoryLimit=2GB'],
  'worker threads': ['--maxWorkers=2', '--workerIdleMemoryLimit=2GB', '--workerThreads'],
}
const extensions = { CommonJS: 'cjs', ESM: 'mjs', TypeScript: 'ts' }

/** The tests of both files, by name. */
const greenTests = [
  'asks its own server',
  'asks what the policy allows',
  'asks what it allows itself',
  'expects that usage is sent',
  'asks no server',
]
const redTests = ['sends usage without notice', 'expects that nothing is sent', 'sends usage from the next file']

/** Runs the suite of a folder in its runner; returns what differs from the expected. */
export async function runSuite(
  cell: JestCell | VitestCell,
  folder: string,
  node: string,
  servers: Servers,
): Promise<readonly string[]> {
  const args = cell.kind === 'Jest' ? jestArgs(cell) : vitestArgs(cell)
  const { allowedUrl, widenedUrl, refusedUrl } = servers
  const env = { ALLOWED_URL: allowedUrl, WIDENED_URL: widenedUrl, REFUSED_URL: refusedUrl }
  const ended = await run(node, args, { cwd: folder, node, env })
  return [
    ...(servers.takeBreaches() === 0
      ? []
      : ['A connection has reached the server that no code may reach, from here or from a cell beside it']),
    ...problemsOf(cell, folder, servers, ended),
  ]
}

function jestArgs({ modules, way, tests }: JestCell): readonly string[] {
  return [
    ...(modules === 'ESM' ? ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'] : []),
    '../node_modules/jest/bin/jest.js',
    ...runnerFlags[way],
    '--json',
    '--outputFile=result.json',
    '--cacheDirectory=../.cache',
    ...(tests === 'green' ? ['--testNamePattern=green'] : []),
  ]
}

function vitestArgs({ pool, isolation, tests }: VitestCell): readonly string[] {
  return [
    '../node_modules/vitest/vitest.mjs',
    'run',
    `--pool=${pool}`,
    isolation === 'isolated' ? '--isolate' : '--no-isolate',
    // Without isolation both files are to share a worker.
    '--maxWorkers=1',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=result.json',
    ...(tests === 'green' ? ['--testNamePattern=green'] : []),
  ]
}

/** What both runners write with `--json`. */
interface Result {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

function problemsOf(
  { modules, tests }: JestCell | VitestCell,
  folder: string,
  servers: Servers,
  { code, stdout, stderr }: Ended,
): readonly string[] {
  const printed = stdout + stderr
  const results = readResults(join(folder, 'result.json'))
  if (results === undefined) return [`There are no results, but this:\n${printed}`]

  const expected = [
    ...greenTests.map((name) => `green: ${name} passed`),
    ...(tests === 'red' ? redTests.map((name) => `red: ${name} failed`) : []),
  ]
  const found = results.map(({ title, status }) => `${title} ${status}`)
  const texts = results.flatMap(({ title, failureMessages }) =>
    (failureMessages ?? []).map((text) => ({ title, text })),
  )
  const exitCode = tests === 'red' ? 1 : 0
  const problems = [
    ...expected.filter((line) => !found.includes(line)).map((line) => `It is not so that: ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `It should not be that: ${line}`),
    ...(texts.length === expected.length - greenTests.length ? [] : [`There are ${texts.length} errors`]),
    ...(tests === 'red' && texts.every(({ text }) => isBrief(text)) ? ['No failure explains the destination'] : []),
    ...texts.flatMap(({ title, text }) => missingIn(text, title, modules, servers)),
    ...(tests === 'green' || printed.includes('Egress blocked: ') ? [] : ['The runner does not print it']),
    ...(code === exitCode ? [] : [`The exit code is ${code}`]),
  ]
  return problems.length === 0 ? [] : [...problems, printed]
}

function readResults(path: string): Result['testResults'][number]['assertionResults'] | undefined {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Result
    // What a name pattern leaves out is pending in Jest, skipped in Vitest.
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status !== 'pending' && status !== 'skipped')
  } catch {
    return undefined
  }
}

/** Whether another failure of the run explains the destination. */
function isBrief(text: string): boolean {
  return text.includes('for what to do, see the failure of')
}

function missingIn(text: string, title: string, modules: JestCell['modules'], servers: Servers): readonly string[] {
  const { host } = new URL(servers.refusedUrl)
  const lines = [
    `Egress blocked: GET http://${host}/usage`,
    // Where every fixture has its call, in the source that a compiler has changed.
    `from weather.${extensions[modules]}:11:`,
    ...(isBrief(text) ? [] : [`test ${title}`, `allow ${allowLine(title, 'localhost')}`]),
  ]
  // Labels are in a column, as wide as the longest.
  const printed = text.replaceAll(/ {2,}/g, ' ')
  return lines
    .filter((line) => !printed.includes(line))
    .map((line) => `"${title}" does not say "${line}", but:\n${text}`)
}

/** A matcher allows a destination in its own list; others do at the head of the file. The port changes from run to run. */
function allowLine(title: string, destination: string): string {
  return title.endsWith('expects that nothing is sent')
    ? `.not.toEgress(['${destination}'])`
    : `// @agentguard allow=${destination}`
}
