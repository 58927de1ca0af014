import { expect, test } from 'vitest'
import { compareLock } from '../../../src/run/lock/compare-lock.ts'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { formatLockChanges } from '../../../src/run/lock/format-lock-changes.ts'
import { emptyLock } from '../../../src/run/lock/lock.ts'
import { attemptOf, culpritOf, evidenceFileOf } from './evidence-file-of.ts'

const from = { file: 'src/tools/weather.ts', line: 14, column: 9, function: 'fetchWeather' }

test('formatLockChanges lists each destination once, however many files reach it', () => {
  const lock = createLock(
    evidenceFileOf([
      attemptOf({ culprit: culpritOf('openai') }),
      attemptOf({ host: 'old.example.com', rule: '*.example.com' }),
    ]),
  )
  const telemetry = Array.from({ length: 400 }, (_, index) =>
    attemptOf({
      file: `test/${String(index).padStart(3, '0')}.test.ts`,
      host: 'us.i.posthog.com',
      outcome: 'audited',
      rule: undefined,
      culprit: culpritOf('posthog-node'),
      from,
    }),
  )
  const changes = compareLock(lock, evidenceFileOf([...telemetry, attemptOf({ culprit: culpritOf('undici') })]))

  expect(formatLockChanges(changes, { cwd: '/project' })).toBe(
    `Egress lock egress.lock.json: 1 new destination, 1 destination reached in another way, 1 destination no longer reached

  + us.i.posthog.com:443
      by    posthog-node
      rule  mode: audit
      from  src/tools/weather.ts:14:9 fetchWeather
      in    test/000.test.ts, test/001.test.ts, test/002.test.ts, test/003.test.ts, test/004.test.ts, and 395 more files

  ~ api.weather.com:443
      by    undici
      rule  api.weather.com
      in    test/a.test.ts

  - old.example.com:443
      rule  *.example.com
      in    test/a.test.ts

  If this is intended, accept it with  npx agentguard lock --accept  and commit the lock`,
  )
})

test('formatLockChanges is empty where nothing changed', () => {
  const file = evidenceFileOf([attemptOf()])

  expect(formatLockChanges(compareLock(createLock(file), file), { cwd: '/' })).toBe('')
})

test('formatLockChanges shows a bounded number of destinations, and the given command', () => {
  const attempts = Array.from({ length: 33 }, (_, index) => attemptOf({ host: `h${index}.example.com` }))
  const text = formatLockChanges(compareLock(emptyLock, evidenceFileOf(attempts)), {
    command: 'agentguard lock shard.json --accept',
    cwd: '/',
  })

  expect(text).toContain('33 new destinations')
  expect(text).toContain('… and 13 more')
  expect(text).toContain('accept it with  agentguard lock shard.json --accept  ')
})

test('formatLockChanges escapes what would move a cursor', () => {
  const file = evidenceFileOf([attemptOf({ file: 'test/\u001B[2J.test.ts' })])

  expect(formatLockChanges(compareLock(emptyLock, file), { cwd: '/' })).toContain('test/\\u{1b}[2J')
})
