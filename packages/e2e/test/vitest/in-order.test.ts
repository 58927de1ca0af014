import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { runVitest, vitestMajors } from './run-vitest.ts'

const settings = vitestMajors.flatMap((major) => (['forks', 'threads'] as const).map((pool) => ({ major, pool })))

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

test.each(settings)(
  'a timer that fires during the next file is told there, by the name of its own: Vitest $major, $pool',
  async ({ major, pool }) => {
    const { code, files, tests } = await runVitest({
      major,
      args: [`--pool=${pool}`, '--no-isolate', '--maxWorkers=1', '--no-file-parallelism'],
      env: { FOREIGN_URL: foreign.url, FOLDER: 'in-order' },
    })

    expect(code).toBe(1)
    expect(files['1-first']?.state).toBe('passed')
    expect(tests['2-second: is clean']?.state).toBe('passed')
    const told = files['2-second']?.errors ?? []
    expect(told).toHaveLength(3)
    for (const path of ['from-import', 'from-describe', 'from-test']) {
      expect(told.find((error) => error.includes(`${foreign.url}/${path}`))).toContain('1-first.test.ts')
    }
    expect(await foreign.takePaths()).toEqual([])
  },
)
