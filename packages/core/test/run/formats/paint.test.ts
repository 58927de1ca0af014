import { expect, test } from 'vitest'
import { paint } from '../../../src/run/formats/paint.ts'

test('paint adds colours only on request', () => {
  expect(paint({}, 'red', 'text')).toBe('text')
  expect(paint({ colors: true }, 'red', 'text')).toBe('\u001B[31mtext\u001B[39m')
})
