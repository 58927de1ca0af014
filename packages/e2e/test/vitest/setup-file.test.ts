import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectedFiles, expectedTests } from './expected-outcomes.ts'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { type Outcome, runVitest, vitestMajors } from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

describe.each(vitestMajors)('the setup file alone, in Vitest %s', (major) => {
  const args = ['--config=setup-file.config.mjs']

  test.each(['--isolate', '--no-isolate', '--pool=vmThreads'])('guards every file, %s', async (setting) => {
    const { code, files, tests } = await runVitest({
      major,
      args: [...args, setting],
      env: { FOREIGN_URL: foreign.url },
    })

    expect(code).toBe(1)
    expect(statesOf(tests)).toEqual(
      Object.fromEntries(Object.entries(expectedTests).map(([name, [state]]) => [name, state])),
    )
    expect(files['user-setup']?.attempts).toEqual(expectedFiles['user-setup']?.slice(1))
    expect((await foreign.takePaths()).toSorted()).toEqual(['auto-allowed', 'docblock', 'matcher-allowed'])
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

function statesOf(outcomes: Readonly<Record<string, Outcome>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outcomes).map(([name, { state }]) => [name, state]))
}
