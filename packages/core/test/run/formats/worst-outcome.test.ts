import { expect, test } from 'vitest'
import { worstOutcome } from '../../../src/run/formats/worst-outcome.ts'

const none = { blocked: 0, audited: 0, muted: 0, allowed: 0 }

test.each([
  ['blocked', { blocked: 1, audited: 1, muted: 1, allowed: 1 }],
  ['audited', { audited: 1, muted: 1, allowed: 1 }],
  ['muted', { muted: 1, allowed: 1 }],
  ['allowed', { allowed: 1 }],
])('worstOutcome says %s', (outcome, counts) => {
  expect(worstOutcome({ outcomes: { ...none, ...counts } })).toBe(outcome)
})
