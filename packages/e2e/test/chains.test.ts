import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { covering } from '../../../scripts/covering.ts'
import { allJestMajors, modes, runJest } from './jest/run-jest.ts'
import { allVitestMajors, runVitest } from './vitest/run-vitest.ts'

/**
 * A test starts a random chain of work and returns at once; the chain ends in an attempt, and the attempt fails that test.
 *
 * `SEEDS=200 BUSY=8 pnpm e2e chains` runs more chains, in every version, beside as many processes that only use the processor.
 */
const seeds = Number(process.env['SEEDS'] ?? 40)
const busy = Number(process.env['BUSY'] ?? 0)

const helpers = readFileSync(join(import.meta.dirname, '../fixtures/chains/chains.cjs'), 'utf8')

const tests = (first: number): string => `
beforeAll(() => chains.listen())
for (let seed = ${first}; seed < ${first + seeds / 2}; seed += 1) {
  test('guilty ' + seed, () => chains.start(seed, '198.51.' + (seed >> 8) + '.' + (seed & 255)))
  test('innocent ' + seed, () => {})
}
`
const innocent = `test('innocent', () => {})\n`

const byText = (a: string, b: string): number => a.localeCompare(b)

const attributed: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...Array.from({ length: seeds }, (_, seed) => [`guilty ${seed}`, [`198.51.${seed >> 8}.${seed & 255}:443`]]),
  ...Array.from({ length: seeds }, (_, seed) => [`innocent ${seed}`, []]),
  ['innocent', []],
])

const attributions = Object.entries<readonly string[]>(attributed)
  .flatMap(([name, hosts]) => hosts.map((host) => `${name} ${host}`))
  .toSorted(byText)

const others: ChildProcess[] = []
beforeAll(() => {
  for (let index = 0; index < busy; index += 1) others.push(spawn(process.execPath, ['-e', 'for (;;);']))
})
afterAll(() => {
  for (const other of others) other.kill('SIGKILL')
})

const inJest = covering(
  allJestMajors.flatMap((major) => Object.entries(modes).map(([mode, args]) => ({ major, mode, args }))),
)

describe.each(inJest)('Jest $major $mode', ({ major, args }) => {
  test('work that a test has left fails that test, and no other', async () => {
    const head = `const chains = require('./chains.cjs')\n`
    const outcome = await runJest({
      major,
      args,
      files: {
        'chains.cjs': helpers,
        'a.test.js': head + tests(0),
        'b.test.js': head + tests(seeds / 2),
        'innocent.test.js': innocent,
      },
    })

    expect(namesOf(outcome.tests, ({ blocked }) => blocked)).toEqual(attributed)
    expect(outcome.code).toBe(1)
  })
})

const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard()], test: { include: ['chains/*.test.mjs'] } }
`
const inVitest = covering(
  allVitestMajors.flatMap((major) =>
    (['forks', 'threads', 'vmForks', 'vmThreads'] as const).flatMap((pool) =>
      (pool.startsWith('vm') ? [true] : [true, false]).map((isolate) => ({ major, pool, isolate })),
    ),
  ),
)

describe.each(inVitest)('Vitest $major, $pool, isolate $isolate', ({ major, pool, isolate }) => {
  test('work that a test has left fails that test, and no other', async () => {
    const head = `import { beforeAll, test } from 'vitest'\nimport chains from './chains.cjs'\n`
    const outcome = await runVitest({
      major,
      args: ['--config=chains.config.mjs', `--pool=${pool}`, ...(isolate ? [] : ['--no-isolate'])],
      files: {
        'chains.config.mjs': config,
        'chains/chains.cjs': helpers,
        'chains/a.test.mjs': head + tests(0),
        'chains/b.test.mjs': head + tests(seeds / 2),
        'chains/innocent.test.mjs': `import { test } from 'vitest'\n${innocent}`,
      },
    })

    const errors = Object.values({ ...outcome.files, ...outcome.tests }).flatMap((one) => one.errors)
    expect(errors.flatMap(attributionIn).toSorted(byText)).toEqual(attributions)
    expect(outcome.code).toBe(1)
  })
})

/** Vitest shows late egress as a failure of the file, which names the test. */
const attributionIn = (error: string): readonly string[] => {
  const [, host = '', name = error] = /Egress blocked: connect (\S+)\n +test +(\w+ \d+)/.exec(error) ?? []
  return [`${name} ${host}`]
}

function namesOf<T>(outcomes: Readonly<Record<string, T>>, of: (one: T) => readonly string[]) {
  return Object.fromEntries(Object.entries(outcomes).map(([name, one]) => [name.replace(/^[^:]+: /, ''), of(one)]))
}
