import { expect, test } from 'vitest'
import { runVitest, vitestMajors } from './run-vitest.ts'

test.each(vitestMajors)('a request that msw answers is not an attempt: Vitest %s', async (major) => {
  const { code, text } = await runVitest({ major, env: { FOLDER: 'mocks' } })

  expect(text).not.toContain('Egress blocked')
  expect(code).toBe(0)
})
