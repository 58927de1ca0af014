import { expect, test } from 'vitest'
import { describeExpiring } from '../../../src/run/formats/describe-expiring.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const used = (rule: string) => recordOf({ outcome: 'allowed', rule })

test('describeExpiring names the rules in use that hold for at most 14 more days', () => {
  const records = [
    used('b.com (by x, until 2026-03-20, "a demo")'),
    used('a.com (until 2026-03-10)'),
    used('a.com (until 2026-03-10)'),
    used('c.com (until 2026-04-30)'),
    used('d.com'),
    recordOf({ outcome: 'blocked', reason: 'rule-expired', rule: 'e.com (until 2026-01-01)' }),
  ]

  expect(describeExpiring(fileOf(records), now)).toBe(
    'Rules that expire soon: a.com (until 2026-03-10), b.com (until 2026-03-20, 10 more days)',
  )
  expect(describeExpiring(fileOf([used('d.com')]), now)).toBeUndefined()
})
