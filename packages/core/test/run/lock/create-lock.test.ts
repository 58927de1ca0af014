import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lockRules } from '../../../src/cli/run/lock-rules.ts'
import { compareLock } from '../../../src/run/lock/compare-lock.ts'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { parseLock } from '../../../src/run/lock/parse-lock.ts'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { emptyLock, type Lock } from '../../../src/run/lock/lock.ts'
import { attemptOf, culpritOf, evidenceFileOf, runOf } from './evidence-file-of.ts'

const before: Lock = createLock(
  evidenceFileOf([
    attemptOf({ culprit: culpritOf('openai') }),
    attemptOf({ host: 'old.example.com', rule: '*.example.com' }),
    attemptOf({ file: 'test/b.test.ts' }),
  ]),
)

test('createLock lists what each file reached, with the rules and the packages', () => {
  expect(before).toEqual({
    files: [
      {
        file: 'test/a.test.ts',
        destinations: [
          { destination: 'api.weather.com:443', rules: ['api.weather.com'], packages: ['openai'] },
          { destination: 'old.example.com:443', rules: ['*.example.com'], packages: [] },
        ],
      },
      {
        file: 'test/b.test.ts',
        destinations: [{ destination: 'api.weather.com:443', rules: ['api.weather.com'], packages: [] }],
      },
    ],
  })
})

test('createLock replaces the entries of a file that ran whole and keeps those of one that did not run', () => {
  const lock = createLock(evidenceFileOf([attemptOf()]), before)

  expect(lock.files.map(({ file, destinations }) => [file, destinations.length])).toEqual([
    ['test/a.test.ts', 1],
    ['test/b.test.ts', 1],
  ])
})

test('createLock loses nothing of a file of which only some tests ran', () => {
  const run = runOf([{ file: 'test/a.test.ts', whole: false }])
  const lock = createLock(evidenceFileOf([attemptOf({ host: 'new.example.com' })], [run]), before)

  expect(lock.files[0]?.destinations.map(({ destination }) => destination)).toEqual([
    'api.weather.com:443',
    'new.example.com:443',
    'old.example.com:443',
  ])
  expect(lock.files[0]?.destinations[0]?.packages).toEqual(['openai'])
})

test('createLock drops a file that ran and reached nothing, and one that is gone from the disk', () => {
  const ran = createLock(evidenceFileOf([], [runOf(['test/a.test.ts'])]), before)
  const gone = createLock(evidenceFileOf([], []), before, { exists: (path) => path !== 'test/b.test.ts' })

  expect(ran.files.map(({ file }) => file)).toEqual(['test/b.test.ts'])
  expect(gone.files.map(({ file }) => file)).toEqual(['test/a.test.ts'])
})

test('createLock keeps projects apart', () => {
  const attempts = ['unit', 'browser'].map((project) => attemptOf({ project }))

  expect(createLock(evidenceFileOf(attempts)).files.map(({ file }) => file)).toEqual([
    'browser › test/a.test.ts',
    'unit › test/a.test.ts',
  ])
})

test('createLock writes the paths of several roots from the root of the repository, or from where the lock is', () => {
  const runs = ['packages/x', 'packages/y'].map((root) => runOf(['test/a.test.ts'], { id: root, root }))
  const attempts = runs.map(({ id }) => attemptOf({ run: id }))
  const files = (root?: string) =>
    createLock(evidenceFileOf(attempts, runs), emptyLock, root === undefined ? {} : { root }).files.map(
      ({ file }) => file,
    )

  expect(files()).toEqual(['packages/x/test/a.test.ts', 'packages/y/test/a.test.ts'])
  expect(files('packages/x')).toEqual(['../y/test/a.test.ts', 'test/a.test.ts'])
  expect(createLock(evidenceFileOf([attemptOf({ run: 'packages/x' })], runs.slice(0, 1))).files[0]?.file).toBe(
    'test/a.test.ts',
  )
})

test('createLock leaves out the DNS lookup of a host that is connected to', () => {
  const lookUp = attemptOf({ channel: 'dns', port: undefined })

  expect(createLock(evidenceFileOf([lookUp, attemptOf()]))).toEqual(createLock(evidenceFileOf([attemptOf()])))
  expect(createLock(evidenceFileOf([lookUp])).files[0]?.destinations[0]?.destination).toBe('api.weather.com')
})

const attempts = fc.array(
  fc.record({
    file: fc.constantFrom('test/a.test.ts', '__proto__', 'constructor', '1'),
    host: fc.constantFrom('a.example.com', '__proto__', 'toString', '2'),
    port: fc.constantFrom(80, 443),
    culprit: fc.constantFrom('openai', '__proto__').map((name) => culpritOf(name)),
  }),
)

test('createLock does not depend on the order of the evidence, nor on what runs it is cut into', () => {
  fc.assert(
    fc.property(attempts, fc.array(fc.nat()), (some, order) => {
      const records = some.map((rest) => attemptOf(rest))
      const whole = evidenceFileOf(records)
      const shuffled = records
        .map((record, index) => ({
          record: { ...record, run: `run-${(order[index] ?? 0) % 2}` },
          at: order[index] ?? 0,
        }))
        .toSorted((a, b) => a.at - b.at)
      const shards = [0, 1].map((shard) => {
        const files = [...new Set(records.flatMap(({ file }) => file ?? []))]
        return runOf(files, { id: `run-${shard}`, shard: `${shard + 1}/2` })
      })
      expect(
        createLock(
          evidenceFileOf(
            shuffled.map(({ record }) => record),
            shards,
          ),
        ),
      ).toEqual(createLock(whole))
    }),
  )
})

test('createLock changes nothing when the same run comes again', () => {
  fc.assert(
    fc.property(attempts, (some) => {
      const file = evidenceFileOf(some.map((rest) => attemptOf(rest)))
      const lock = createLock(file)
      expect(createLock(file, lock)).toEqual(lock)
    }),
  )
})

const muted = attemptOf({ outcome: 'muted', host: 'us.i.posthog.com', rule: '*.posthog.com', reason: 'not-allowed' })

test('createLock lists muted destinations apart from reached ones, and keeps them for files that did not run', () => {
  const lock = createLock(evidenceFileOf([attemptOf(), muted]))
  const entry = { destination: 'us.i.posthog.com:443', rules: ['*.posthog.com'], packages: [] }

  expect(lock.muted).toEqual([{ file: 'test/a.test.ts', destinations: [entry] }])
  expect(lock.files.flatMap(({ destinations }) => destinations.map(({ destination }) => destination))).toEqual([
    'api.weather.com:443',
  ])
  expect(createLock(evidenceFileOf([attemptOf({ file: 'test/b.test.ts' })]), lock).muted).toEqual(lock.muted)
  expect(createLock(evidenceFileOf([attemptOf()]), lock)).not.toHaveProperty('muted')
  expect(parseLock(formatLock(lock), 'a lock')).toEqual(lock)
})

test('a muted destination is not a change of what is reached, and no rule of a lock allows it', () => {
  const evidence = evidenceFileOf([attemptOf(), muted])

  expect(compareLock(createLock(evidenceFileOf([attemptOf()])), evidence)).toEqual({
    added: [],
    changed: [],
    stale: [],
  })
  expect(lockRules(createLock(evidence))).toEqual(['api.weather.com:443'])
})

const withB = (more: object) => [runOf([{ file: 'test/a.test.ts' }, { file: 'test/b.test.ts', ...more }])]

test('createLock lists files that ran without the guard, until they run with it or are gone', () => {
  const lock = createLock(evidenceFileOf([], withB({ whole: false, unguarded: 'absent' })))
  const elsewhere = evidenceFileOf([], [runOf([{ file: 'test/a.test.ts' }])])

  expect(lock).toEqual({ files: [], unguarded: ['test/b.test.ts'] })
  expect(parseLock(formatLock(lock), 'a lock')).toEqual(lock)
  expect(createLock(elsewhere, lock)).toEqual(lock)
  expect(createLock(evidenceFileOf([], withB({})), lock)).not.toHaveProperty('unguarded')
  expect(createLock(elsewhere, lock, { exists: (path) => !path.includes('b.test') })).not.toHaveProperty('unguarded')
})
