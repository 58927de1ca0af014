import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inTurn } from '../batches.ts'
import { times, timesOfPairs } from '../figures.ts'
import type { Measure, MeasureInput, Row } from '../measure.ts'
import { timeCommand, type CommandTime } from '../run-program.ts'
import { median, ratioOfPairs } from '../statistics.ts'
import { type Runner, writeSuite } from '../suites/write-suite.ts'
import { peers, type Variant } from '../variants.ts'

interface SuiteCase {
  readonly name: string
  readonly runner: Runner
  readonly flags: readonly string[]
  /** Everything in one file, instead of five tests in each of many. */
  readonly isOneFile?: true
  /** Default: 60. With more, the start of the processes weighs less. */
  readonly files?: number
  readonly reach: number
}

const forks = ['--pool=forks']
const threads = ['--pool=threads']
const cases: readonly SuiteCase[] = [
  { name: 'Jest in band', runner: 'jest', flags: ['--runInBand'], reach: 1.02 },
  { name: 'Jest in band', runner: 'jest', flags: ['--runInBand'], files: 180, reach: 1.02 },
  { name: 'Jest, 2 workers', runner: 'jest', flags: ['--maxWorkers=2'], reach: 1.02 },
  { name: 'Jest, one file', runner: 'jest', flags: ['--runInBand'], isOneFile: true, reach: 1.02 },
  { name: 'Vitest forks', runner: 'vitest', flags: forks, reach: 1.04 },
  { name: 'Vitest forks, no isolation', runner: 'vitest', flags: [...forks, '--no-isolate'], reach: 1.03 },
  { name: 'Vitest forks, no isolation', runner: 'vitest', flags: [...forks, '--no-isolate'], files: 180, reach: 1.03 },
  { name: 'Vitest threads', runner: 'vitest', flags: threads, reach: 1.04 },
  { name: 'Vitest threads, no isolation', runner: 'vitest', flags: [...threads, '--no-isolate'], reach: 1.03 },
  { name: 'Vitest, one file', runner: 'vitest', flags: forks, isOneFile: true, reach: 1.04 },
]

const require = createRequire(import.meta.url)
const runners: Readonly<Record<Runner, readonly string[]>> = {
  jest: [join(dirname(require.resolve('jest/package.json')), 'bin/jest.js')],
  vitest: [join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs'), 'run', '--maxWorkers=2'],
}

const own: readonly Variant[] = ['bare', 'control', 'agentguard']
/** Peers add much more than a few per cent, so they run only in the first pairs. */
const pairsOfPeers = 2

/** What a whole run of a suite costs: many files of five short tests, which is where a guard weighs most, and one long file. */
export const suiteMeasures: readonly Measure[] = cases.map((one) => ({
  name: one.files === undefined ? one.name : `${one.name}, ${one.files} files`,
  run: (input) => inFolder((folder) => measureSuite(one, input, folder)),
}))

async function measureSuite(one: SuiteCase, { pairs, quick }: MeasureInput, folder: string): Promise<readonly Row[]> {
  const { files, tests } = sizeOf(one, quick)
  const written = [...own, ...peers]
  const variants: Variant[] = []
  for (const variant of written) {
    await writeSuite({ directory: join(folder, variant), runner: one.runner, variant, files, tests })
    if (await worksOnce(one, folder, variant)) variants.push(variant)
  }
  const measured = new Map<Variant, CommandTime[]>(variants.map((variant) => [variant, []]))
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const variant of inTurn(pair < pairsOfPeers ? variants : own, pair)) {
      measured.get(variant)?.push(await runSuite(one, folder, variant))
    }
  }
  const cpuOf = (variant: Variant): readonly number[] => (measured.get(variant) ?? []).map(({ cpu }) => cpu)
  const ratio = (variant: Variant): number => ratioOfPairs(cpuOf(variant), cpuOf('bare'))
  const compared = variants.slice(1)
  // The peers run in few pairs.
  const figure = (variant: Variant): string =>
    peers.includes(variant) ? times(ratio(variant)) : timesOfPairs(cpuOf(variant), cpuOf('bare'))
  const size = one.isOneFile ? `${tests.toLocaleString('en')} tests` : `${files} files × ${tests}`
  return [
    {
      measure: `${one.name}, ${size}`,
      bare: `${median(cpuOf('bare')).toFixed(1)} s`,
      figures: Object.fromEntries(compared.map((variant) => [variant, figure(variant)])),
      picture: {
        panel: 'a whole run of a suite',
        label: `${one.name}, ${size}`,
        ratios: Object.fromEntries(compared.map((variant) => [variant, ratio(variant)])),
      },
      reach: `≤ ${one.reach}`,
      met: ratio('agentguard') <= one.reach,
      raw: Object.fromEntries(measured),
    },
  ]
}

function sizeOf(
  { isOneFile, files = 60 }: SuiteCase,
  quick: boolean,
): { readonly files: number; readonly tests: number } {
  if (isOneFile) return { files: 1, tests: quick ? 400 : 2000 }
  return { files: quick ? files / 5 : files, tests: 5 }
}

/** The first run fills the runner's caches; a peer that does not run in this runner leaves its column empty. */
async function worksOnce(one: SuiteCase, folder: string, variant: Variant): Promise<boolean> {
  try {
    await runSuite(one, folder, variant)
    return true
  } catch (error) {
    const log = await readFile(join(folder, variant, 'command.log'), 'utf8').catch(() => String(error))
    if (!peers.includes(variant)) throw new Error(`${one.name} fails under ${variant}:\n${log}`, { cause: error })
    console.error(
      `${one.name} fails under ${variant}, left out: ${log.split('\n').find((line) => /error/i.test(line))}`,
    )
    return false
  }
}

function runSuite({ runner, flags }: SuiteCase, folder: string, variant: Variant): Promise<CommandTime> {
  return timeCommand([process.execPath, ...runners[runner], ...flags], join(folder, variant))
}

/** Inside this package, so that a suite finds the adapters as a user's project does: in `node_modules` above it. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const reports = fileURLToPath(new URL('../../.reports/', import.meta.url))
  await mkdir(reports, { recursive: true })
  const folder = await mkdtemp(join(reports, 'suites-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
