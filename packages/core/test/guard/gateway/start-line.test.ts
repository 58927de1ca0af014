import { expect, test } from 'vitest'
import { readStart, writeStart } from '../../../src/guard/gateway/start-line.ts'

const start = {
  invitation: { ticket: '/tmp/run/1-0-1.json', stack: 'at a', phase: 'test', began: undefined, candidates: ['one'] },
  program: { file: 'curl', args: ['-s'], foreign: ['curl'] },
} as const

test('readStart reads what writeStart wrote, and nothing else', () => {
  expect(readStart(writeStart(start))).toEqual(start)
  expect(readStart('{"ticket": 1}')).toBeUndefined()
  expect(readStart('torn {')).toBeUndefined()
})
