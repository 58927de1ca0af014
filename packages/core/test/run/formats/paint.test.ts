import { expect, test } from 'vitest'
import { paint } from '../../../src/run/formats/paint.ts'

test('paint adds colours only where they are asked for', () => {
  expect(paint({}, 'red', 'text')).toBe('text')
  expect(paint({ colors: true }, 'red', 'text')).toBe('\u001B[31mtext\u001B[39m')
})
