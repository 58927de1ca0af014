import { expect, test } from 'vitest'
import { didYouMean, nearest } from '../../../src/policy/usage/did-you-mean.ts'

const words = ['allow', 'deny', 'mode', 'loopback', 'locked']

test.each([
  ['alow', 'allow'],
  ['Allow', 'allow'],
  ['lalow', 'allow'],
  ['allowlist', 'allow'],
  ['loop', 'loopback'],
  ['loopbak', 'loopback'],
  ['lock', 'locked'],
  ['x', undefined],
  ['hosts', undefined],
])('nearest takes %s for %s', (word, known) => {
  expect(nearest(word, words)).toBe(known)
})

test('didYouMean lists all words when none is near', () => {
  expect(didYouMean('hosts', words)).toBe('Use one of allow, deny, mode, loopback, locked')
})
