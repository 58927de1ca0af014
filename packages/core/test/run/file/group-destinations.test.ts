import { expect, test } from 'vitest'
import { groupDestinations } from '../../../src/run/file/group-destinations.ts'
import { fileOf, recordOf } from './sample-file.ts'

const culprit = (version: string, name = 'posthog-node') => ({
  name,
  version,
  frame: { file: 'x.js', line: 1, column: 1 },
})

test('groupDestinations makes one group of a host that four hundred tests hit', () => {
  const attempts = Array.from({ length: 400 }, (_, index) =>
    recordOf({
      file: `test/${index % 20}.test.ts`,
      test: `test ${index}`,
      count: 2,
      culprit: culprit(index < 100 ? '5.9.2' : '4.0.0'),
    }),
  )

  const groups = groupDestinations(fileOf(attempts))

  expect(groups).toHaveLength(1)
  expect(groups[0]).toMatchObject({
    destination: 'us.i.posthog.com:443',
    count: 800,
    outcomes: { blocked: 800, audited: 0, allowed: 0 },
    culprits: [{ name: 'posthog-node', versions: ['4.0.0', '5.9.2'], count: 800 }],
    allow: '// @agentguard allow=us.i.posthog.com',
  })
  expect(groups[0]?.tests).toHaveLength(400)
  expect(groups[0]?.files).toHaveLength(20)
})

test('groupDestinations puts what was blocked first, then what happened most', () => {
  const groups = groupDestinations(
    fileOf([
      recordOf({ host: 'allowed.com', outcome: 'allowed', rule: 'allowed.com', count: 90 }),
      recordOf({ host: 'audited.com', outcome: 'audited', count: 9 }),
      recordOf({ host: 'blocked.com' }),
      recordOf({ host: 'often.com', count: 3 }),
    ]),
  )

  expect(groups.map(({ destination }) => destination)).toEqual([
    'often.com:443',
    'blocked.com:443',
    'audited.com:443',
    'allowed.com:443',
  ])
  expect(groups.at(-1)).toMatchObject({ rules: ['allowed.com'], first: { outcome: 'allowed' } })
  expect(groups.at(-1)).not.toHaveProperty('allow')
})

test('groupDestinations lists tests of one name in two projects apart, and counts those of one test together', () => {
  const [group] = groupDestinations(
    fileOf([
      recordOf({ project: 'b', test: 't' }),
      recordOf({ project: 'a', test: 't', method: 'GET' }),
      recordOf({ project: 'a', test: 't', method: 'POST' }),
      recordOf({ test: undefined }),
    ]),
  )

  expect(group?.tests.map(({ project, count }) => `${project} ${count}`)).toEqual(['a 2', 'b 1'])
})

test('groupDestinations is the same in whatever order the records come', () => {
  const attempts = ['c', 'a', 'b'].map((name) => recordOf({ test: name, culprit: culprit('1.0.0', name) }))

  expect(groupDestinations({ attempts: attempts.toReversed() })).toEqual(groupDestinations({ attempts }))
})

const inRuns = (first: string, second: string) =>
  fileOf([
    recordOf({ run: first, file: 'test/a.test.ts', test: 'first', at: 9 }),
    recordOf({ run: second, file: 'test/b.test.ts', test: 'second', at: 1 }),
  ])

test('groupDestinations orders the shards of a suite by the lines of the whole suite, whatever the random ids of its runs', () => {
  const first = [inRuns('1', '1'), inRuns('1', '2'), inRuns('2', '1')].map(
    (file) => groupDestinations(file)[0]?.first.test,
  )

  expect(first).toEqual(['first', 'first', 'first'])
})

test('groupDestinations names the package that the project chose, and the one that called where that is not sure', () => {
  const helper = { ...culprit('1.0.0', 'quiet-retry'), chain: ['unleash@6.9.0', 'quiet-retry'] }
  const [group] = groupDestinations(
    fileOf([
      recordOf({ test: 'a', culprit: helper, count: 2 }),
      recordOf({ test: 'b', culprit: { ...helper, chainBy: 'dependencies', chainOthers: ['other'] } }),
    ]),
  )

  expect(group?.culprits).toEqual([
    { name: 'unleash', versions: ['6.9.0'], count: 2 },
    { name: 'quiet-retry', versions: ['1.0.0'], count: 1 },
  ])
})
