import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allJestMajors, modes, runJest } from './run-jest.ts'

const settings = covering(
  allJestMajors.flatMap((major) => (['in band', 'in worker threads'] as const).map((mode) => ({ major, mode }))),
)

test.each(settings)(
  'Jest $major $mode attributes the attempts of a worker to the test that started it',
  async ({ major, mode }) => {
    const run = await runJest({ fixture: 'workers', major, args: modes[mode] })

    const attributed = Object.entries(run.tests).map(([name, { status, blocked }]) => [name, status, ...blocked])
    expect(attributed).toEqual([
      ['workers.test.js: waits for its worker', 'failed', '192.0.2.70:443'],
      ['workers.test.js: terminates its worker', 'failed', '192.0.2.71:443'],
      ['workers.test.js: leaves its worker behind', 'failed', '192.0.2.72:443'],
      ['workers.test.js: is running meanwhile', 'passed'],
      ['workers.test.js: stays at home in its worker', 'passed'],
    ])
    expect(run.text).toMatch(/in {5}worker thread \d+/)
    expect(run.text).toContain('late: ')
  },
)
