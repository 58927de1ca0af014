import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allVitestMajors, runVitest, vitestMajors } from './run-vitest.ts'

const pools = ['forks', 'threads', 'vmForks', 'vmThreads'] as const
const settings = covering(
  allVitestMajors.flatMap((major) =>
    pools.flatMap((pool) => [
      { major, pool, args: [] },
      { major, pool, args: ['--no-isolate', '--maxWorkers=1'] },
    ]),
  ),
)
const left =
  "agentguard: 1 of 3 files left timers behind, which have not run. late: 'flush' runs them at the end of their file"

test.each(settings)(
  'late: flush fails the test that left a queue behind, alone: Vitest $major, $pool $args',
  async ({ major, pool, args }) => {
    const { code, tests, files, text, unhandled } = await runVitest({
      major,
      args: [`--pool=${pool}`, ...args],
      env: { FOLDER: 'late-flush', OPTIONS: JSON.stringify({ late: 'flush', report: true }) },
    })

    // Its test has passed by then: in Vitest, a late attempt fails the file, by the name of the test.
    expect(Object.entries(tests).map(([name, { state }]) => [name, state])).toEqual([
      ['a: is innocent', 'passed'],
      ['b: leaves a queue behind', 'passed'],
      ['b: leaves what harms a run', 'passed'],
      ['c: is innocent', 'passed'],
    ])
    expect(files['b']?.errors.join('\n')).toMatch(/http:\/\/192\.0\.2\.50\/batch\n +test +leaves a queue behind /)
    expect([files['a'], files['c']]).toMatchObject([{ errors: [] }, { errors: [] }])
    expect(files['b']?.errors).toHaveLength(1)
    expect(unhandled).toEqual([])
    expect(text).not.toMatch(/ a timer\b|left timers behind/)
    expect(code).toBe(1)
  },
)

test.each(vitestMajors)('late: wait counts the files that left timers behind: Vitest %i', async (major) => {
  const { code, text } = await runVitest({
    major,
    env: { FOLDER: 'late-flush', OPTIONS: JSON.stringify({ report: true }) },
  })

  expect(text).toContain(left)
  expect(code).toBe(0)
})

test.each(vitestMajors)('AGENTGUARD_LATE overrides the config: Vitest %i', async (major) => {
  const { files } = await runVitest({ major, env: { FOLDER: 'late-flush', AGENTGUARD_LATE: 'flush' } })

  expect(files['b']?.state).toBe('failed')
})
