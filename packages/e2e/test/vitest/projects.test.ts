import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { runVitest, vitestMajors } from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

test.each(vitestMajors)(
  'projects have the plugins they inherit and name, and one without is reported: Vitest %s',
  async (major) => {
    const { code, files, text } = await runVitest({
      major,
      args: ['--config=projects.config.mjs'],
      env: { FOREIGN_URL: foreign.url },
    })

    expect(code).toBe(1)
    expect(Object.fromEntries(Object.entries(files).map(([name, { state }]) => [name, state]))).toEqual({
      'tool in extends': 'failed',
      'tool in own': 'failed',
      'tool in adds': 'passed',
      'tool in bare': 'passed',
    })
    expect(text).toContain(
      "agentguard does not guard project 'bare': add `extends: true` to it, or agentguard() to its plugins.",
    )
    expect(text.match(/agentguard does not guard/g)).toHaveLength(1)
  },
)
