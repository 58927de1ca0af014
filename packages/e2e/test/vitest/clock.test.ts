import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allVitestMajors, runVitest } from './run-vitest.ts'

const settings = covering(
  allVitestMajors.flatMap((major) => (['forks', 'vmThreads'] as const).map((pool) => ({ major, pool }))),
)

// Alone: where Vitest does not isolate files, a fake clock that one leaves behind stays for the next one.
test.each(settings)(
  'a fake clock stops neither the guard nor the end of the file: Vitest $major, $pool',
  async ({ major, pool }) => {
    const { code, tests } = await runVitest({ major, args: [`--pool=${pool}`], env: { FOLDER: 'clock' } })

    expect(tests['fake-timers: never gives the clock back']?.attempts).toEqual(['fake-timers'])
    expect(code).toBe(1)
  },
)
