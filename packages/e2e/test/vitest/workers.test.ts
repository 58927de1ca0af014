import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allVitestMajors, runVitest } from './run-vitest.ts'

const settings = covering(
  allVitestMajors.flatMap((major) => (['forks', 'vmThreads'] as const).map((pool) => ({ major, pool }))),
)

test.each(settings)(
  'attempts of a worker are attributed to the test that started it: Vitest $major, $pool',
  async ({ major, pool }) => {
    const { code, tests, files, unhandled } = await runVitest({
      major,
      args: [`--pool=${pool}`],
      env: { FOLDER: 'workers' },
    })

    const seen = Object.entries(tests).map(([name, { state, attempts }]) => [name, state, ...attempts])
    expect(seen).toEqual([
      ['workers: waits for its worker', 'failed', 'waited-for'],
      ['workers: terminates its worker', 'failed', 'terminated'],
      ['workers: leaves its worker behind', 'passed'],
      ['workers: is running meanwhile', 'passed'],
      ['workers: stays at home in its worker', 'passed'],
    ])
    // An attempt after a test's end is reported by its file.
    expect(files['workers']?.attempts).toEqual(['left-behind'])
    expect(unhandled).toEqual([])
    expect(code).toBe(1)
  },
)
