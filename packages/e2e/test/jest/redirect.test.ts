import { describe, expect, test } from 'vitest'
import { jestMajors, runJest } from './run-jest.ts'

describe.each(jestMajors)('Jest %i', (major) => {
  test('reports every hop of a redirect, and points at its test, though no code of the test called for it', async () => {
    const run = await runJest({ major, fixture: 'redirect', args: ['-i'] })

    expect(run.text).toMatch(
      /Egress blocked: GET http:\/\/192\.0\.2\.97\/\n +test {2,}follows a redirect\n +from +redirect\.test\.js:4:1 .*\n +redirect/,
    )
    expect(run.text).toContain(`> 4 | test('follows a redirect', async () => {`)
  })

  test('reports every hop with --noStackTrace too', async () => {
    const run = await runJest({ major, fixture: 'redirect', args: ['-i', '--noStackTrace'] })

    expect(run.text).toContain('// @agentguard allow=192.0.2.97')
  })
})
