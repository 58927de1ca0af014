import dns from 'node:dns/promises'
import { expect, test } from 'vitest'
import { isEgressBlockedError, observeEgress } from '../../src/index.ts'

const allow = (): boolean => {
  throw new Error('the predicate is broken')
}

test('a predicate that throws blocks the attempt, and its error is the evidence', async () => {
  const { violations, ...outcome } = await observeEgress({ allow }, () => dns.lookup('api.example'))

  expect(isEgressBlockedError('error' in outcome && outcome.error)).toBe(true)
  expect(violations).toMatchObject([{ reason: 'cannot-guard', rule: expect.stringContaining('predicate') }])
})
