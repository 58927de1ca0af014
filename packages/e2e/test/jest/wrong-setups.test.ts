import { describe, expect, test } from 'vitest'
import { type JestInput, jestMajors, runJest } from './run-jest.ts'

const files = { 'home.test.js': "test('stays at home', () => {})\n" }

/** Jest leaves no results where a reporter cannot be made. */
async function textOf(major: JestInput['major'], config: JestInput['config']): Promise<string> {
  const run = runJest({ major, files, args: [], config: config ?? {} })
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
})
