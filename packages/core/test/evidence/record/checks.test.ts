import { expect, test } from 'vitest'
import {
  type Check,
  isCount,
  isFlag,
  isObject,
  isText,
  listOf,
  objectOf,
  oneOf,
  optional,
} from '../../../src/evidence/record/checks.ts'

const point = objectOf({ x: isCount, label: optional(isText) })

test.each<[string, Check, unknown, boolean]>([
  ['a text', isText, '', true],
  ['a text', isText, 1, false],
  ['a flag', isFlag, false, true],
  ['a flag', isFlag, 'false', false],
  ['a count', isCount, 0, true],
  ['a count', isCount, -1, false],
  ['a count', isCount, 0.5, false],
  ['a count', isCount, 2 ** 60, false],
  ['a count', isCount, '1', false],
  ['an object', isObject, {}, true],
  ['an object', isObject, [], false],
  ['an object', isObject, null, false],
  ['a list of texts', listOf(isText), [], true],
  ['a list of texts', listOf(isText), ['a', 1], false],
  ['a list of texts', listOf(isText), { length: 0 }, false],
  ['one of the words', oneOf(['a', 'b']), 'b', true],
  ['one of the words', oneOf(['a', 'b']), 'toString', false],
  ['a point', point, { x: 1, more: true }, true],
  ['a point', point, { x: 1, label: 2 }, false],
  ['a point', point, { label: 'no x' }, false],
  ['a point', point, undefined, false],
])('whether it is %s', (_what, is, value, expected) => {
  expect(is(value)).toBe(expected)
})
