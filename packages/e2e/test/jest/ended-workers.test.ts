import { describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './run-jest.ts'

const leaves = `test('leaves a timer', () => {
  setTimeout(() => fetch('http://192.0.2.50').catch(() => {}), 60_000)
})
`
const files = { 'a.test.js': leaves, 'b.test.js': leaves }

describe.each(jestMajors)('Jest %i in workers', (major) => {
  test('ends its workers, and with them the timers that tests have left: nothing is sent, and nothing reported', async () => {
    const run = await runJest({ major, files, args: modes['in workers'] })

    expect(Object.values(run.tests).map(({ status }) => status)).toEqual(['passed', 'passed'])
    expect(run.text).not.toContain('Egress')
    expect(run.code).toBe(0)
  })

  test("with late: 'flush', each file runs the timers that its tests have left, and fails the test that set them", async () => {
    const config = { testEnvironmentOptions: { late: 'flush' } }
    const run = await runJest({ major, files, args: modes['in workers'], config })

    expect(Object.values(run.tests)).toMatchObject([
      { status: 'failed', blocked: ['http://192.0.2.50/'] },
      { status: 'failed', blocked: ['http://192.0.2.50/'] },
    ])
    expect(run.code).toBe(1)
  })
})
