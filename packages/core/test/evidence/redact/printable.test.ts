import { expect, test } from 'vitest'
import { bounded, printable, shorten } from '../../../src/evidence/redact/printable.ts'

test.each([
  ['\u001b[31m', '\\u{1b}[31m'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['\u202eabc', '\\u{202e}abc'],
  ['\ud800', '\\u{d800}'],
  ['bücher 😀', 'bücher 😀'],
])('printable shows %j as %s', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abc…f'],
  ['😀😀😀😀', 3, '😀😀…'],
])('shorten cuts the middle of %s to %i', (text, length, shown) => {
  expect(shorten(text, length)).toBe(shown)
})

test('bounded leaves room for any host', () => {
  expect(bounded('a'.repeat(255))).toHaveLength(255)
  expect(bounded('a'.repeat(1000))).toHaveLength(255)
})
