import { describe, expect, test } from 'vitest'
import { type JestInput, jestMajors, modes, runJest } from './run-jest.ts'

const home = "test('stays at home', () => {})\n"
const files = {
  'home.test.js': home,
  'old-node.cjs': "Object.defineProperty(process.versions, 'node', { value: '25.9.0' })\n",
}
const reporter = 'jest-environment-agentguard/reporter'

/** Jest leaves no results where a reporter cannot be made. */
async function textOf(
  major: JestInput['major'],
  config: JestInput['config'] = {},
  more: Partial<JestInput> = {},
): Promise<string> {
  const run = runJest({ major, files, args: [], config, ...more })
  return run.then(
    ({ text }) => text,
    (error: unknown) => String(error),
  )
}

describe.each(jestMajors)('Jest %i says how to fix', (major) => {
  test('the environment in reporters', async () => {
    expect(await textOf(major, { reporters: ['default', 'jest-environment-agentguard'] })).toContain(
      "reporters in the Jest config: 'jest-environment-agentguard' is the environment, and reports nothing",
    )
  })

  test('the reporter as testEnvironment', async () => {
    expect(await textOf(major, { testEnvironment: 'jest-environment-agentguard/reporter' })).toContain(
      "testEnvironment in the Jest config: 'jest-environment-agentguard/reporter' is the reporter, and guards nothing",
    )
  })

  test('the core as testEnvironment', async () => {
    expect(await textOf(major, { testEnvironment: '@agentguard/core' })).toContain(
      "testEnvironment in the Jest config: '@agentguard/core' is not an environment",
    )
  })

  test.each(Object.entries(modes))('a mistake in the config once a run, %s', async (_, args) => {
    const config = { reporters: [reporter, 'default'], testEnvironmentOptions: { allow: ['*'] } }
    const text = await textOf(major, config, {
      args,
      files: { 'a.test.js': home, 'b.test.js': home, 'c.test.js': home },
    })

    expect(text.match(/'\*' would match everything/g)).toHaveLength(1)
    expect(text.match(/Test suite failed to run, like the file above/g)).toHaveLength(2)
  })

  test.each([
    ['the reporter', { reporters: [reporter] }],
    ['the environment', {}],
  ])('a Node that is not supported, by %s', async (_, config) => {
    const text = await textOf(major, config, { args: modes['in band'], nodeArgs: ['--require=./old-node.cjs'] })

    expect(text.match(/agentguard needs Node \S.*, and this is 25\.9\.0\. Install one of these/g)).toHaveLength(1)
  })
})
