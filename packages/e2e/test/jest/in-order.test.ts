import { beforeAll, describe, expect, test } from 'vitest'
import { destinationsIn, jestMajors, runJest, type JestOutcome } from './run-jest.ts'

describe.each(jestMajors)('Jest %i in band', (major) => {
  let run: JestOutcome

  beforeAll(async () => {
    const config = { testSequencer: './sort-by-name.cjs' }
    run = await runJest({ major, fixture: 'in-order', args: ['--runInBand'], config })
  })

  test('an attempt that a file schedules for after its end is reported in the next file, with its origin', () => {
    const { message } = run.files['2-is-innocent.test.js'] ?? {}

    expect(destinationsIn(message ?? '')).toEqual(['192.0.2.81:443', '192.0.2.82:443'])
    expect(message).toContain('Caused by 1-leaks.test.js, which had ended, and reported here because')
    expect(message).toMatch(/test {3}leaves a timer behind {3}\(late: [\d.]+ m?s after the test ended\)/)
    expect(message).toMatch(/at .*1-leaks\.test\.js:3/)
  })

  test('the tests of the next file keep their results', () => {
    expect(run.tests['2-is-innocent.test.js: waits until the timers of the file before have fired']?.status).toBe(
      'passed',
    )
  })

  test('an attempt after the last file is printed', () => {
    expect(run.files['3-leaks-last.test.js']?.status).toBe('passed')
    expect(destinationsIn(run.text).at(-1)).toBe('192.0.2.83:443')
  })
})

describe.each(jestMajors)('Jest %i in band, with the leaking file alone', (major) => {
  test('the run fails although every test has passed', async () => {
    const run = await runJest({ major, fixture: 'in-order', args: ['--runInBand', '3-leaks-last'] })

    expect(Object.values(run.tests).map(({ status }) => status)).toEqual(['passed'])
    expect(destinationsIn(run.text)).toEqual(['192.0.2.83:443'])
    expect(run.code).toBe(1)
  })
})

describe.each(jestMajors)('Jest %i in band, with the reporter', (major) => {
  let run: JestOutcome

  beforeAll(async () => {
    const reporters = ['default', 'jest-environment-agentguard/reporter']
    const config = { testSequencer: './sort-by-name.cjs', reporters }
    run = await runJest({ major, fixture: 'in-order', args: ['--runInBand'], config })
  })

  test('an attempt that a file schedules for after its end fails the run, and no innocent file', () => {
    expect(run.files['2-is-innocent.test.js']).toMatchObject({ status: 'passed', message: '' })
    expect(run.code).toBe(1)
  })

  test('an attempt soon after the last file is in the summary, and not below it', () => {
    expect(destinationsIn(run.text)).toEqual([])
    expect(run.text).toMatch(
      /✗ 192\.0\.2\.83:443[^]*?in +3-leaks-last\.test\.js > leaves a timer for after the last file\n/,
    )
  })

  test('the summary names the file and the test', () => {
    const summary = run.text.slice(run.text.indexOf('Egress  '))

    expect(summary).toMatch(
      /✗ 192\.0\.2\.82:443[^]*?in +1-leaks\.test\.js > leaves a timer behind\n +late +\d+ ms after/,
    )
  })
})
