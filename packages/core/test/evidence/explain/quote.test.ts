import { expect, test } from 'vitest'
import { quote } from '../../../src/evidence/explain/quote.ts'

test.each([
  ['api.example', "'api.example'"],
  ["it's", "'it\\'s'"],
  ['C:\\a', "'C:\\\\a'"],
])('quote writes %s as a string of JavaScript', (text, quoted) => {
  expect(quote(text)).toBe(quoted)
})
