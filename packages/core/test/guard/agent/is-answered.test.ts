import { expect, test } from 'vitest'
import { isAnswered } from '../../../src/guard/agent/is-answered.ts'

test.each([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '0.0.0.0', true],
  ['127.0.0.1', '::', true],
  ['203.0.113.9', '0.0.0.0', true],
  ['::1', '::1', true],
  ['::1', '::', true],
  ['::1', '0.0.0.0', false],
  ['::1', '127.0.0.1', false],
  ['127.0.0.1', '127.0.0.2', false],
  ['127.0.0.1', '::1', false],
])('a connection to %s is answered by a listener at %s: %s', (address, at, expected) => {
  expect(isAnswered({ address, port: 80 }, [{ address: at, port: 80 }])).toBe(expected)
  expect(isAnswered({ address, port: 80 }, [{ address: at, port: 81 }])).toBe(false)
})
