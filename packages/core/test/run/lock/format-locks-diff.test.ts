import { expect, test } from 'vitest'
import { compareLocks } from '../../../src/run/lock/compare-locks.ts'
import { formatLocksDiff } from '../../../src/run/lock/format-locks-diff.ts'
import { emptyLock, type Lock } from '../../../src/run/lock/lock.ts'

const lockOf = (count: number, text: string, rest: Partial<Lock> = {}): Lock => ({
  files: [
    {
      file: `test/${text}.test.ts`,
      destinations: Array.from({ length: count }, (_, index) => ({
        destination: `${index}.${text}.example:443`,
        rules: [`*.${text}.example`],
        packages: [text],
      })),
    },
  ],
  ...rest,
})

test('formatLocksDiff has a table for each kind of change', () => {
  const after = lockOf(1, 'new', { unguarded: ['test/x.test.ts'] })

  expect(formatLocksDiff(compareLocks(lockOf(1, 'old'), after), 'egress.lock.json')).toBe(
    `### Egress lock: 1 new destination, 1 no longer reached, 1 test file without the guard

**New**

| destination | packages | rules | test files |
| --- | --- | --- | --- |
| \`0.new.example:443\` | \`new\` | \`*.new.example\` | \`test/new.test.ts\` |

**No longer reached there**

| destination | packages | rules | test files |
| --- | --- | --- | --- |
| \`0.old.example:443\` | \`old\` | \`*.old.example\` | \`test/old.test.ts\` |

**Test files without the guard now**: \`test/x.test.ts\`

From \`egress.lock.json\`.
`,
  )
})

test('formatLocksDiff is empty where nothing differs', () => {
  expect(formatLocksDiff(compareLocks(lockOf(2, 'a'), lockOf(2, 'a')), 'egress.lock.json')).toBe('')
})

test('formatLocksDiff counts what is past a readable number, and fits into a comment of GitHub', () => {
  const long = 'x'.repeat(4000)
  const before = { ...lockOf(400, `a${long}`), muted: lockOf(400, `b${long}`).files }
  const after = { ...lockOf(400, `c${long}`), muted: lockOf(400, `d${long}`).files, unguarded: [long] }
  const text = formatLocksDiff(compareLocks(before, after), 'egress.lock.json')

  expect(text).toContain('400 new destinations')
  expect(text).toContain('… and 390 more destinations')
  expect(text.length).toBeLessThan(65_000)
})

test('formatLocksDiff shows texts that code under test chose as texts', () => {
  const text = formatLocksDiff(compareLocks(emptyLock, lockOf(1, '</td>|@everyone\n# x')), 'egress.lock.json')

  expect(text).toContain('`*.</td>\\|@everyone\\u{a}# x.example`')
  expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual([])
})
