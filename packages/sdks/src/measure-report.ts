// What reporting costs a suite that stays at home, in time of the processor: `node packages/sdks/src/measure-report.ts [pairs]`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const pairs = Number(process.argv[2] ?? 15)
const packages = join(import.meta.dirname, '../..')
const runs = join(import.meta.dirname, '../runs')

/** Writes sixty files of five tests each, and the configuration of a runner with and without the reporter. */
function writeSuite(runner: 'jest' | 'vitest'): string {
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'cost-'))
  const tests = Array.from(
    { length: 5 },
    (_, index) => `test('adds ${index}', () => expect(1 + ${index}).toBe(${1 + index}))\n`,
  )
  for (let file = 0; file < 60; file += 1) writeFileSync(join(folder, `${file}.test.mjs`), tests.join(''))
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
  vitest: (reports: boolean) => {
    const adapter = join(packages, 'e2e/projects/vitest5/node_modules/@agentguard/vitest/dist/index.js')
    const plugin = `agentguard(${reports ? '{ report: { json: true } }' : ''})`
    return `import { agentguard } from ${JSON.stringify(adapter)}
      export default { plugins: [${plugin}], test: { globals: true, include: ['*.test.mjs'], maxWorkers: 1 } }`
  },
} as const

const commands = {
  jest: [join(packages, 'e2e/projects/jest30/node_modules/jest/bin/jest.js'), '--runInBand'],
  vitest: [join(packages, 'e2e/projects/vitest5/node_modules/vitest/vitest.mjs'), 'run'],
} as const

/** Seconds of the processor that a run took, with all that it started. */
function measure(folder: string, runner: 'jest' | 'vitest', reports: boolean): number {
  const command = [...commands[runner], `--config=${reports}.config.mjs`]
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

for (const runner of ['jest', 'vitest'] as const) {
  const folder = writeSuite(runner)
  const ratios = Array.from({ length: pairs }, (_, index) => {
    // Each goes first as often as the other.
    const first = measure(folder, runner, index % 2 === 0)
    const second = measure(folder, runner, index % 2 !== 0)
    return index % 2 === 0 ? first / second : second / first
  }).toSorted((a, b) => a - b)
  const at = (part: number): string =>
    ((ratios[Math.floor((ratios.length - 1) * part)] ?? Number.NaN) * 100 - 100).toFixed(1)
  console.log(`${runner}: reporting costs ${at(0.5)} % (quartiles ${at(0.25)} and ${at(0.75)}, ${pairs} pairs)`)
  rmSync(folder, { recursive: true, force: true })
}
