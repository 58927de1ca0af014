import { expect, test } from 'vitest'
import { jestMajors, runJest } from './run-jest.ts'

test.each(jestMajors)('Jest %i shows nothing of the guard in the stack of an ordinary failure', async (major) => {
  const files = { 'own.test.js': "test('adds', () => {\n  expect(1 + 1).toBe(3)\n})\n" }

  const { text, code } = await runJest({ major, fixture: 'redirect', files, args: ['own.test.js'] })

  expect(code).toBe(1)
  expect(text).toContain('own.test.js:2:')
  expect(text).not.toMatch(/at .*(agentguard|packages\/core)/)
})
