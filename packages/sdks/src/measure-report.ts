// What reporting costs a suite that stays at home, in time of the processor:
// `node packages/sdks/src/measure-report.ts [pairs] [jest | vitest | vitest-shared]`; the last one runs all files in one process.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { timeInFile } from './time-in-file.ts'

type Runner = (typeof runners)[number]

const runners = ['jest', 'vitest', 'vitest-shared'] as const
const pairs = Number(process.argv[2] ?? 15)
const packages = join(import.meta.dirname, '../..')
const runs = join(import.meta.dirname, '../runs')

/**
 * Files in a suite: when Node collects its garbage depends on the size, and what is loaded before shifts that by up to 5 % either
 * way at one size.
 */
const sizes = [30, 60, 90, 120]

/** Writes files of five tests each, and the configuration of a runner with and without the reporter. */
function writeSuite(runner: Runner, files: number): string {
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'cost-'))
  const tests = Array.from(
    { length: 5 },
    (_, index) => `test('adds ${index}', () => expect(1 + ${index}).toBe(${1 + index}))\n`,
  )
  for (let file = 0; file < files; file += 1) writeFileSync(join(folder, `${file}.test.mjs`), tests.join(''))
  for (const reports of [true, false]) writeFileSync(join(folder, `${reports}.config.mjs`), configs[runner](reports))
  return folder
}

const configs = {
  jest: (reports: boolean) => {
    const adapter = join(packages, 'e2e/projects/jest30/node_modules/jest-environment-agentguard/dist')
    return `export default ${JSON.stringify({
      testEnvironment: join(adapter, 'index.cjs'),
      testMatch: ['**/*.test.mjs'],
      transform: {},
      reporters: ['default', ...(reports ? [[join(adapter, 'reporter.cjs'), { json: true }]] : [])],
    })}`
  },
  vitest: (reports: boolean) => vitestConfig(reports, true),
  'vitest-shared': (reports: boolean) => vitestConfig(reports, false),
} as const

function vitestConfig(reports: boolean, isolate: boolean): string {
  const adapter = join(packages, 'e2e/projects/vitest5/node_modules/@agentguard/vitest/dist/index.js')
  const plugin = `agentguard(${reports ? '{ report: { json: true } }' : ''})`
  return `import { agentguard } from ${JSON.stringify(adapter)}
      export default {
        plugins: [${plugin}],
        test: { globals: true, include: ['*.test.mjs'], maxWorkers: 1, isolate: ${isolate} },
      }`
}

const vitest = [join(packages, 'e2e/projects/vitest5/node_modules/vitest/vitest.mjs'), 'run']
const commands = {
  jest: [join(packages, 'e2e/projects/jest30/node_modules/jest/bin/jest.js'), '--runInBand'],
  vitest,
  'vitest-shared': vitest,
} as const

/** Seconds of the processor that a run took, with all that it started. */
function measure(folder: string, runner: Runner, reports: boolean, flags: readonly string[] = []): number {
  const command = [...flags, ...commands[runner], `--config=${reports}.config.mjs`]
  const script = `"$0" --experimental-vm-modules "$@" > output.txt 2>&1 || exit 1; times`
  const { stdout, status } = spawnSync('sh', ['-c', script, process.execPath, ...command], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The suite failed: see ${folder}/output.txt`)
  const times =
    stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.matchAll(/(\d+)m([\d.]+)s/g) ?? []
  return [...times].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}

/** Milliseconds that the functions of the reporter itself take, at its start, at each result and at the end. */
function profile(folder: string, runner: Runner): number {
  const profiles = join(folder, 'profiles')
  measure(folder, runner, true, ['--cpu-prof', '--cpu-prof-interval=100', `--cpu-prof-dir=${profiles}`])
  const sum = readdirSync(profiles)
    .map((file) =>
      timeInFile(join(profiles, file), /[\\/]dist[\\/]reporter\.c?js$|[\\/]core[\\/]dist[\\/]report\.c?js$/),
    )
    .reduce((a, b) => a + b, 0)
  rmSync(profiles, { recursive: true })
  return sum
}

const asked = process.argv[3]
for (const runner of asked === undefined ? runners : runners.filter((each) => each === asked)) {
  const folders = sizes.map((files) => writeSuite(runner, files))
  const seconds: number[] = []
  const ratios = Array.from({ length: pairs }, (_, index) => {
    const folder = folders[index % sizes.length] ?? ''
    // Each goes first as often as the other.
    const isFirst = Math.floor(index / sizes.length) % 2 === 0
    const first = measure(folder, runner, isFirst)
    const second = measure(folder, runner, !isFirst)
    seconds.push(first)
    return isFirst ? first / second : second / first
  })
  const own = at(
    folders.map((folder) => profile(folder, runner)),
    0.5,
  )
  const percent = (part: number): string => (at(ratios, part) * 100 - 100).toFixed(1)
  // The ranks between which the true median is 95 times of 100, whatever the distribution of the figures.
  const rank = 0.98 / Math.sqrt(pairs)
  console.log(
    `${runner}: reporting costs ${percent(0.5)} % (95 of 100: ${percent(0.5 - rank)} to ${percent(0.5 + rank)}; ` +
      `quartiles ${percent(0.25)} and ${percent(0.75)}; ${pairs} pairs of ${at(seconds, 0.5).toFixed(1)} s). ` +
      `The reporter itself takes ${own.toFixed(1)} ms, ${(own / at(seconds, 0.5) / 10).toFixed(2)} %.`,
  )
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** The value below which this part of the values is. */
function at(values: readonly number[], part: number): number {
  const index = Math.round((values.length - 1) * Math.min(1, Math.max(0, part)))
  return values.toSorted((a, b) => a - b)[index] ?? Number.NaN
}
