import { describe, expect, test } from 'vitest'
import { destinationsIn, jestMajors, runJest } from './run-jest.ts'

describe.each(jestMajors)('Jest %i', (major) => {
  test('--coverage counts the same lines as without the guard', async () => {
    const args = ['-i', 'forecast', '--coverage', '--coverageProvider=v8', '--coverageReporters=text-summary']
    const run = await runJest({ major, fixture: 'reports', args })
    const bare = await runJest({ major, fixture: 'reports', args, config: { testEnvironment: 'node' } })

    expect(coverageOf(run.text)).toMatch(/Lines +: 100%/)
    expect(coverageOf(run.text)).toBe(coverageOf(bare.text))
  })

  test('--detectOpenHandles finds no handle of the guard', async () => {
    const run = await runJest({ major, fixture: 'reports', args: ['--detectOpenHandles'] })

    expect(run.tests['weather.test.js: reports the weather']?.blocked).toEqual(['192.0.2.95:443'])
    expect(run.text).not.toContain('open handle')
  })

  test('a file that stays at home leaves exit code 0 and no line of agentguard', async () => {
    const run = await runJest({ major, fixture: 'reports', args: ['-i', 'quiet', '--verbose'] })

    expect(run.code).toBe(0)
    expect(run.text).not.toMatch(/agentguard|egress/i)
  })

  test('--detectLeaks finds that a file and its guard are released', async () => {
    const run = await runJest({ major, fixture: 'reports', args: ['-i', '--detectLeaks', 'weather'] })

    expect(run.tests['weather.test.js: reports the weather']?.blocked).toEqual(['192.0.2.95:443'])
    expect(run.text).not.toContain('leaking')
  })

  test('-t leaves the other tests out, and nothing is attributed to them', async () => {
    const run = await runJest({ major, fixture: 'attribution', args: ['-i', 'one-test', '-t', 'swallows'] })

    const attributed = Object.entries(run.tests).filter(([, { blocked }]) => blocked.length > 0)
    expect(attributed.map(([name]) => name)).toEqual(['one-test.test.js: one test swallows the error'])
  })
})

describe('a group that Jest 30 retries as a whole', () => {
  test('keeps the violations of every run, and is retried for flaky tests', async () => {
    const run = await runJest({ major: 30, fixture: 'describe-retries', args: ['-i'] })

    const attributed = Object.entries(run.tests).map(([name, { status, blocked }]) => [
      name.replace(/^.*?: /, ''),
      status,
      [...new Set(blocked)],
    ])
    expect(attributed).toEqual([
      ['a group that is retried as a whole calls in the first run only', 'failed', ['192.0.2.91:443']],
      ['a group that is retried as a whole calls in the second run only', 'failed', ['192.0.2.92:443']],
      ['a group that is retried as a whole stays at home', 'passed', []],
      ['a group that is flaky passes in the second run', 'passed', []],
    ])
    expect(destinationsIn(run.files['group.test.js']?.message ?? '')).toContain('192.0.2.90:443')
  })
})

function coverageOf(text: string): string {
  return text.slice(text.indexOf('= Coverage summary ='), text.lastIndexOf('====='))
}
