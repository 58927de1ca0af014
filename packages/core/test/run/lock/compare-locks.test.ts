import { expect, test } from 'vitest'
import { compareLocks } from '../../../src/run/lock/compare-locks.ts'
import { emptyLock, type Lock } from '../../../src/run/lock/lock.ts'
import { parseLock } from '../../../src/run/lock/parse-lock.ts'

function lockOf(files: object, rest: object = {}): Lock {
  return parseLock(JSON.stringify({ lockfileVersion: 1, files, ...rest }), 'a lock')
}

const by = (rule: string, ...packages: readonly string[]) => ({ rules: [rule], packages })

test('compareLocks finds nothing between a lock and itself', () => {
  const lock = lockOf({ 'test/a.test.ts': { 'a.example:443': by('a.example', 'axios') } })

  expect(Object.values(compareLocks(lock, lock)).flat()).toEqual([])
})

test('compareLocks joins the test files of a destination', () => {
  const after = lockOf({
    'test/b.test.ts': { 'a.example:443': by('*.example', 'got') },
    'test/a.test.ts': { 'a.example:443': by('a.example', 'axios') },
  })

  expect(compareLocks(emptyLock, after).added).toEqual([
    {
      destination: 'a.example:443',
      rules: ['*.example', 'a.example'],
      packages: ['axios', 'got'],
      files: ['test/a.test.ts', 'test/b.test.ts'],
    },
  ])
  expect(compareLocks(after, emptyLock).removed).toMatchObject([{ files: ['test/a.test.ts', 'test/b.test.ts'] }])
})

test('compareLocks distinguishes a new destination from one that more test files reach', () => {
  const before = lockOf({ 'test/a.test.ts': { 'a.example:443': by('a.example') } })
  const after = lockOf({
    'test/a.test.ts': { 'a.example:443': by('a.example'), 'b.example:443': by('b.example') },
    'test/b.test.ts': { 'a.example:443': by('a.example') },
  })
  const { added, spread, removed } = compareLocks(before, after)

  expect(added).toMatchObject([{ destination: 'b.example:443', files: ['test/a.test.ts'] }])
  expect(spread).toMatchObject([{ destination: 'a.example:443', files: ['test/b.test.ts'] }])
  expect(removed).toEqual([])
})

test('compareLocks reports new rules and packages, and not those that are gone', () => {
  const before = lockOf({ 'test/a.test.ts': { 'a.example:443': by('a.example', 'axios', 'got') } })
  const wider = lockOf({ 'test/a.test.ts': { 'a.example:443': by('*.example', 'axios', 'got') } })
  const narrower = lockOf({ 'test/a.test.ts': { 'a.example:443': by('a.example', 'axios') } })

  expect(compareLocks(before, wider).changed).toMatchObject([{ rules: ['*.example'], packages: [] }])
  expect(compareLocks(before, narrower).changed).toEqual([])
})

test('compareLocks reports muted destinations, and test files that run without the guard', () => {
  const muted = { 'test/a.test.ts': { 'us.i.posthog.com:443': by('us.i.posthog.com', 'posthog-node') } }
  const after = lockOf({}, { muted, unguarded: ['test/c.test.ts'] })

  expect(compareLocks(emptyLock, after)).toMatchObject({
    added: [],
    muted: [{ destination: 'us.i.posthog.com:443', packages: ['posthog-node'] }],
    unguarded: ['test/c.test.ts'],
    guarded: [],
  })
  expect(compareLocks(after, emptyLock)).toMatchObject({
    unmuted: [{ destination: 'us.i.posthog.com:443' }],
    guarded: ['test/c.test.ts'],
  })
})
