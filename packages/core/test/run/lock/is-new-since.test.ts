import { expect, test } from 'vitest'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { isNewSince } from '../../../src/run/lock/is-new-since.ts'
import { attemptOf, evidenceFileOf } from './evidence-file-of.ts'

const lock = createLock(
  evidenceFileOf([
    attemptOf(),
    attemptOf({ host: 'us.i.posthog.com', outcome: 'muted', rule: 'us.i.posthog.com' }),
    attemptOf({ host: '127.0.0.1', port: 5432, rule: 'localhost:5432' }),
  ]),
)
const isNew = isNewSince(lock)

test('isNewSince knows what the lock lists, in whichever test file, and what it lists as muted', () => {
  expect(isNew(attemptOf({ file: 'test/other.test.ts' }))).toBe(false)
  expect(isNew(attemptOf({ host: 'us.i.posthog.com' }))).toBe(false)
  expect(isNew(attemptOf({ host: 'localhost', port: 5432 }))).toBe(false)
})

test('isNewSince treats a blocked destination as an allowed one', () => {
  const blocked = { outcome: 'blocked', rule: undefined, reason: 'not-allowed' } as const

  expect(isNew(attemptOf(blocked))).toBe(false)
  expect(isNew(attemptOf({ ...blocked, host: 'files.openai.com' }))).toBe(true)
})

test('isNewSince knows the DNS lookup of a host that the lock has a connection to', () => {
  expect(isNew(attemptOf({ channel: 'dns', port: undefined }))).toBe(false)
  expect(isNew(attemptOf({ channel: 'dns', port: undefined, host: 'other.example' }))).toBe(true)
})

test('isNewSince never calls own servers new', () => {
  expect(isNew(attemptOf({ host: '127.0.0.1', port: 41_000, rule: 'loopback: own' }))).toBe(false)
})
