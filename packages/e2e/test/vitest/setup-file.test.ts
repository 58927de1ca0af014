import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectedFiles, expectedTests } from './expected-outcomes.ts'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { runVitest, vitestMajors } from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

describe.each(vitestMajors)('the setup file alone, in Vitest %s', (major) => {
  const args = ['--config=setup-file.config.mjs', '--exclude=**/fake-timers*']
  const guarded = Object.keys(expectedTests).filter((name) => !name.startsWith('fake-timers'))

  test.each([[], ['--no-isolate'], ['--pool=vmThreads']])('guards every file %s', async (...more) => {
    const { code, files, tests } = await runVitest({
      major,
      args: [...args, ...more],
      env: { FOREIGN_URL: foreign.url },
    })

    expect(code).toBe(1)
    expect(Object.fromEntries(guarded.map((name) => [name, tests[name]?.state]))).toEqual(
      Object.fromEntries(guarded.map((name) => [name, expectedTests[name]?.[0]])),
    )
    expect(files['user-setup']?.attempts).toEqual(expectedFiles['user-setup']?.slice(1))
    expect((await foreign.takePaths()).toSorted()).toEqual(['docblock', 'matcher-allowed'])
  })

  test('takes options from test.provide', async () => {
    const env = { FOREIGN_URL: foreign.url, FOLDER: 'projects', OPTIONS: '{"allow":["loopback"]}' }
    const { code } = await runVitest({ major, args, env })

    expect(code).toBe(0)
    expect(await foreign.takePaths()).toEqual(['project'])
  })

  test('names the place of an option that is not one', async () => {
    const { code, text } = await runVitest({ major, args, env: { FOLDER: 'projects', OPTIONS: '{"alow":[]}' } })

    expect(code).toBe(1)
    expect(text).toContain(
      "test.provide.agentguard in the Vitest config: there is no option 'alow'. Did you mean 'allow'?",
    )
  })
})
