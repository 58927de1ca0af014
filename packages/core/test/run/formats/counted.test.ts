import { expect, test } from 'vitest'
import { counted } from '../../../src/run/formats/counted.ts'

test('counted writes a noun in the number that its count asks for', () => {
  expect([0, 1, 2].map((count) => counted(count, 'test'))).toEqual(['0 tests', '1 test', '2 tests'])
})
