import { expect, test } from 'vitest'
import { isWholeMatrix, releases } from '../../../scripts/covering.ts'
import { calls } from '../src/calls.ts'
import { judgeCalls, laterNames, runBare } from '../src/judge-calls.ts'
import { jestMajors } from '../src/run-jest.ts'
import { vitestMajors } from '../src/run-vitest.ts'
import { versions } from '../src/versions.ts'
import { ways } from '../src/ways.ts'
import { callFiles } from '../src/write-calls.ts'

const names = calls.map(({ name }) => name)
const newest: readonly number[] = [...releases(jestMajors), ...releases(vitestMajors)]
const settings = ways.filter(({ major, isDefault }) => isWholeMatrix || (isDefault && newest.includes(major)))

test('every call has a row, and every row a package that is installed', () => {
  expect(names.toSorted()).toEqual(callFiles().toSorted())
  expect(calls.filter((call) => versions()[call.package] === undefined)).toEqual([])
  expect(new Set(calls.map((call) => call.package)).size).toBeGreaterThanOrEqual(20)
})

test.each(settings)(
  'one call of each SDK and an immediate return fail its test, and no other: $runner $major $how',
  async (way) => {
    const { found, expected } = await judgeCalls(way)

    expect(found).toEqual(expected)
  },
)

test.each(settings.filter(({ endsWithFile }) => endsWithFile !== true))(
  'without the guard, each call that sends at once reaches its server: $runner $major $how',
  async (way) => {
    const { failed, arrived } = await runBare(way, [way.args])

    expect(failed).toEqual([])
    expect(names.filter((name) => !laterNames.includes(name) && !arrived.includes(name))).toEqual([])
  },
)

test.each([
  ...releases(jestMajors).map((major) => ({ runner: 'Jest' as const, major })),
  ...releases(vitestMajors).map((major) => ({ runner: 'Vitest' as const, major })),
])('without the guard, no call that sends later sends anything: $runner $major', async (release) => {
  // Each alone: the timers of one would go on while the next runs.
  const { arrived } = await runBare(
    release,
    laterNames.map((name) => [`tests/${name}.test`]),
  )

  expect(arrived).toEqual([])
})
