import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { type Expected, expectedFiles, expectedTests } from './expected-outcomes.ts'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { type Outcome, runVitest, allVitestMajors } from './run-vitest.ts'

const pools = ['forks', 'threads', 'vmForks', 'vmThreads'] as const
const settings = covering(
  allVitestMajors.flatMap((major) =>
    pools.flatMap((pool) => [true, false].map((isolate) => ({ major, pool, isolate }))),
  ),
)

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

describe.each(settings)('Vitest $major, $pool, isolate $isolate', ({ major, pool, isolate }) => {
  test('every attempt belongs to the test or file that made it, and nothing gets out', async () => {
    const args = [`--pool=${pool}`, ...(isolate ? [] : ['--no-isolate'])]
    const outcome = await runVitest({ major, args, env: { FOREIGN_URL: foreign.url } })
    // Before anything can fail: the next run asks the same server.
    const paths = await foreign.takePaths()

    expect(seen(outcome.tests)).toEqual(expectedTests)
    expect(seen(outcome.files)).toEqual(expectedFiles)
    expect(outcome.files['import-fails']?.errors).toEqual([
      'Error: no such module',
      expect.stringContaining(`${foreign.url}/import-fails`),
    ])
    expect(outcome.unhandled).toEqual([])
    expect(outcome.code).toBe(1)
    expect(paths.toSorted()).toEqual(['auto-allowed', 'docblock', 'matcher-allowed'])
  })
})

function seen(outcomes: Readonly<Record<string, Outcome>>): Expected {
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, { state, attempts }]) => [name, [state, ...attempts]]),
  ) as unknown as Expected
}
