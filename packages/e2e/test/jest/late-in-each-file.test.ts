import { expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './run-jest.ts'

const names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}.test.js`)
const late = `test('is late', () => {
  setTimeout(() => fetch('http://192.0.2.50').catch(() => {}), 30)
})
test('has the setTimeout of Node', () => {
  expect(setTimeout).toBe(require('node:timers').setTimeout)
})
`

// In band, timers of Jest's reporters come and go in the same process. They hide no timer of a test.
test.each(jestMajors)('Jest %i in band waits in each file for the work that its last test has left', async (major) => {
  const files = Object.fromEntries(names.map((name) => [name, late]))
  const run = await runJest({ major, files, args: modes['in band'] })

  for (const name of names) {
    expect(run.tests[`${name}: is late`]).toMatchObject({ status: 'failed', blocked: ['http://192.0.2.50/'] })
    expect(run.tests[`${name}: has the setTimeout of Node`]).toMatchObject({ status: 'passed', blocked: [] })
  }
  expect(run.text).not.toContain('Test suite failed to run')
})
