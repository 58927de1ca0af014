import { expect, test } from 'vitest'
import { compareLock } from '../../../src/run/lock/compare-lock.ts'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { emptyLock, type LockChanges } from '../../../src/run/lock/lock.ts'
import { attemptOf, culpritOf, evidenceFileOf, runOf } from './evidence-file-of.ts'

const other = attemptOf({ host: 'new.example.com', rule: '*.example.com' })
const lock = createLock(evidenceFileOf([attemptOf({ culprit: culpritOf('openai') }), attemptOf({ file: 'b.test.ts' })]))

function brief({ added, changed, stale }: LockChanges): object {
  return { added: names(added), changed: names(changed), stale: names(stale) }
}

function names(list: LockChanges['added']): readonly string[] {
  return list.map(({ file, destination }) => `${file} ${destination}`)
}

test('compareLock finds nothing where the run reached the listed destinations', () => {
  const file = evidenceFileOf([attemptOf({ culprit: culpritOf('openai', '9.9.9') })])

  expect(compareLock(lock, file)).toEqual({ added: [], changed: [], stale: [] })
})

test('compareLock reports a new destination with what reached it', () => {
  const file = evidenceFileOf([attemptOf({ culprit: culpritOf('openai') }), other])

  expect(compareLock(lock, file).added).toEqual([
    {
      file: 'test/a.test.ts',
      destination: 'new.example.com:443',
      rules: ['*.example.com'],
      packages: [],
      evidence: [other],
    },
  ])
})

test('compareLock calls an entry stale only where its file ran whole', () => {
  const [whole, part] = [true, false].map((one) =>
    evidenceFileOf([], [runOf([{ file: 'test/a.test.ts', whole: one }])]),
  )

  expect(whole && brief(compareLock(lock, whole))).toMatchObject({ stale: ['test/a.test.ts api.weather.com:443'] })
  expect(part && brief(compareLock(lock, part))).toMatchObject({ stale: [] })
})

test('compareLock calls all entries stale of a file that is gone', () => {
  const changes = compareLock(lock, evidenceFileOf([], []), { exists: (path) => path !== 'b.test.ts' })

  expect(brief(changes)).toEqual({ added: [], changed: [], stale: ['b.test.ts api.weather.com:443'] })
})

test('compareLock reads joined shards as one run', () => {
  const shards = ['1/2', '2/2'].map((shard) => runOf(['test/a.test.ts', 'b.test.ts'], { id: shard, shard }))
  const attempts = [
    attemptOf({ run: '1/2', culprit: culpritOf('openai') }),
    attemptOf({ run: '2/2', file: 'b.test.ts' }),
  ]

  expect(brief(compareLock(lock, evidenceFileOf(attempts, shards)))).toEqual({ added: [], changed: [], stale: [] })
})

test('compareLock reports another rule and another package without calling them new', () => {
  const file = evidenceFileOf([attemptOf({ rule: '*.weather.com', culprit: culpritOf('undici') })])

  expect(brief(compareLock(lock, file))).toEqual({
    added: [],
    changed: ['test/a.test.ts api.weather.com:443'],
    stale: [],
  })
})

test('compareLock does not miss a package in a file that ran in part', () => {
  const file = evidenceFileOf([attemptOf()], [runOf([{ file: 'test/a.test.ts', whole: false }])])

  expect(brief(compareLock(lock, file))).toMatchObject({ changed: [] })
})

test('compareLock finds nothing new in the DNS lookup of a host whose connection is listed', () => {
  const file = evidenceFileOf([attemptOf({ channel: 'dns', port: undefined })])

  expect(brief(compareLock(lock, file))).toMatchObject({ added: [] })
})

test('compareLock finds everything new where there is no lock yet', () => {
  expect(brief(compareLock(emptyLock, evidenceFileOf([other, attemptOf()])))).toEqual({
    added: ['test/a.test.ts api.weather.com:443', 'test/a.test.ts new.example.com:443'],
    changed: [],
    stale: [],
  })
})

test('compareLock finds no difference to the lock that the same run makes', () => {
  const run = runOf([{ file: 'test/a.test.ts', whole: false }])
  const file = evidenceFileOf([other, attemptOf({ culprit: culpritOf('undici') })], [run])

  expect(brief(compareLock(createLock(file, lock), file))).toEqual({ added: [], changed: [], stale: [] })
})
