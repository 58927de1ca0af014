import { afterAll, beforeAll, expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { allVitestMajors, runVitest } from './run-vitest.ts'

const settings = covering(
  allVitestMajors.flatMap((major) => (['forks', 'threads'] as const).map((pool) => ({ major, pool }))),
)

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

test.each(settings)(
  'an attempt of a file after its end fails the run, by the name of its test, and no other file: Vitest $major, $pool',
  async ({ major, pool }) => {
    const { code, files, tests, text } = await runVitest({
      major,
      args: [`--pool=${pool}`, '--no-isolate', '--maxWorkers=1', '--no-file-parallelism'],
      env: { FOREIGN_URL: foreign.url, FOLDER: 'in-order' },
    })

    expect(files['1-first']?.state).toBe('passed')
    expect(files['2-second']).toMatchObject({ state: 'passed', errors: [] })
    expect(tests['2-second: is clean']?.state).toBe('passed')
    expect(text).toContain('agentguard: tests reached out after their files had ended:')
    for (const path of ['from-import', 'from-describe', 'from-test']) {
      expect(text).toMatch(new RegExp(`Egress blocked: GET ${foreign.url}/${path}[^]*?1-first\\.test\\.ts`))
    }
    expect(text).toMatch(/test +a suite > leaves a timer {3}\(late: /)
    expect(code).toBe(1)
    expect(await foreign.takePaths()).toEqual([])
  },
)
