import { describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './run-jest.ts'

const innocent = `test('is innocent', () => {})\n`
/** Each timer but the first would end a run in its own way. */
const guilty = `test('leaves a queue behind', () => {
  setTimeout(() => fetch('http://192.0.2.50/batch').catch(() => {}), 10_000).unref()
})
test('leaves what harms a run', () => {
  const timers = [
    setTimeout(() => { throw new Error('thrown by a timer') }, 20_000),
    setTimeout(async () => { throw new Error('rejected by a timer') }, 30_000),
    setTimeout(() => void Promise.reject(new Error('rejected beside a timer')), 40_000),
    setTimeout(() => process.exit(0), 50_000),
  ]
  for (const timer of timers) timer.unref()
})
`
/** Circus has timers of the same lengths. */
const asLongAsTimeouts = `const leave = (host, wait) => setTimeout(() => fetch('http://' + host).catch(() => {}), wait).unref()
leave('192.0.2.51', 5000)
beforeAll(() => { leave('192.0.2.52', 7000) }, 7000)
beforeEach(() => { leave('192.0.2.53', 5000) })
test('leaves a queue behind', () => { leave('192.0.2.54', 6000) }, 6000)
`
const files = { 'a.test.js': innocent, 'b.test.js': guilty, 'c.test.js': innocent }
const reporters = ['default', 'jest-environment-agentguard/reporter']

describe.each(jestMajors)('Jest %i', (major) => {
  test.each(Object.entries(modes))(
    '%s: late: flush fails the test that left a queue behind, alone',
    async (_, args) => {
      const config = { testEnvironmentOptions: { late: 'flush' }, reporters }
      const { code, tests, text } = await runJest({ major, files, args, config })

      const outcomes = Object.keys(tests)
        .toSorted()
        .map((name) => [name, tests[name]?.status, tests[name]?.blocked, tests[name]?.own])
      expect(outcomes).toEqual([
        ['a.test.js: is innocent', 'passed', [], []],
        ['b.test.js: leaves a queue behind', 'failed', ['http://192.0.2.50/batch'], []],
        ['b.test.js: leaves what harms a run', 'passed', [], []],
        ['c.test.js: is innocent', 'passed', [], []],
      ])
      expect(text).not.toMatch(/Error: (?:thrown|rejected)|left timers behind/)
      expect(code).toBe(1)
    },
  )

  test('late: flush runs what was set for as long as the timeout of a test', async () => {
    const { code, tests, files } = await runJest({
      major,
      files: { 'a.test.js': asLongAsTimeouts },
      args: modes['in band'],
      config: { testEnvironmentOptions: { late: 'flush' }, reporters },
    })

    const ofTest = tests['a.test.js: leaves a queue behind']?.blocked ?? []
    expect(ofTest.toSorted()).toEqual(['http://192.0.2.53/', 'http://192.0.2.54/'])
    expect(files['a.test.js']?.message).toContain('http://192.0.2.51/')
    expect(files['a.test.js']?.message).toContain('http://192.0.2.52/')
    expect(code).toBe(1)
  })

  test('late: wait counts the files that left timers behind, and names the option', async () => {
    const { code, text } = await runJest({ major, files, args: modes['in workers'], config: { reporters } })

    expect(text).toContain(
      "agentguard: 1 of 3 files left timers behind, which have not run. late: 'flush' runs them at the end of their file",
    )
    expect(code).toBe(0)
  })

  test('AGENTGUARD_LATE overrides the config, and a docblock overrides both', async () => {
    const run = await runJest({
      major,
      files: { ...files, 'd.test.js': `// @agentguard late=wait\n${guilty}` },
      args: modes['in workers'],
      config: { testEnvironmentOptions: { late: 'wait' } },
      env: { AGENTGUARD_LATE: 'flush' },
    })

    expect(run.tests['b.test.js: leaves a queue behind']?.status).toBe('failed')
    expect(run.tests['d.test.js: leaves a queue behind']?.status).toBe('passed')
  })
})
