import { expect, test } from 'vitest'
import { describeTimers } from '../../../src/run/formats/describe-timers.ts'

const file = { file: 'a.test.ts', tests: 1, whole: true }

test('describeTimers counts the files that left timers behind, and names the option that runs them', () => {
  const testFiles = [file, { ...file, timersLeft: 3 }, { ...file, timersLeft: 0 }]

  expect(describeTimers([{ testFiles }])).toBe(
    "1 of 3 files left timers behind, which have not run. late: 'flush' runs them at the end of their file",
  )
})

test('describeTimers is empty where no file left timers', () => {
  expect(describeTimers([{ testFiles: [file] }, { testFiles: [] }])).toBeUndefined()
})
