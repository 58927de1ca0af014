import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startArrivals } from '../src/arrivals.ts'
import { calls } from '../src/calls.ts'
import { majors } from '../src/majors.ts'
import { runCallsInJest, runCallsInVitest } from '../src/run-calls.ts'
import { jestMajors } from '../src/run-jest.ts'
import { vitestMajors } from '../src/run-vitest.ts'
import { versions } from '../src/versions.ts'
import { callFiles, writeCalls } from '../src/write-calls.ts'

const names = calls.map(({ name }) => name)
const later = calls.filter(({ sends }) => sends === 'later').map(({ name }) => name)

const inWorkers = ['-w', '2', '--workerIdleMemoryLimit=2GB']
const settings = [
  ...majors(jestMajors).flatMap((major) => [
    { runner: 'Jest', major, how: 'in band', args: ['--runInBand'] },
    { runner: 'Jest', major, how: 'in workers', args: inWorkers },
  ]),
  ...majors(vitestMajors).flatMap((major) => [
    { runner: 'Vitest', major, how: 'in one process', args: ['--no-isolate', '--maxWorkers=1'] },
  ]),
]

test('every call has a row, and every row a package that is installed', () => {
  expect(names.toSorted()).toEqual(callFiles().toSorted())
  expect(calls.filter((call) => versions()[call.package] === undefined)).toEqual([])
  expect(new Set(calls.map((call) => call.package)).size).toBeGreaterThanOrEqual(20)
})

test.each(settings)(
  'one call of each SDK and an immediate return fail its test, and no other: $runner $major $how',
  async ({ runner, major, args }) => {
    const arrivals = await startArrivals(names)
    const folder = writeCalls(calls, runner === 'Jest' ? 'cjs' : 'esm', arrivals.ports)
    const run = runner === 'Jest' ? runCallsInJest : runCallsInVitest
    const blockedBy = (all: readonly string[]) =>
      Object.fromEntries(all.map((name) => [name, [`127.0.0.1:${arrivals.ports[name]}`]]))
    try {
      for (const name of later) await run(folder, { major, guarding: 'bare', args: [...args, `tests/${name}.test`] })
      const silent = await arrivals.take()
      const bare = await run(folder, { major, guarding: 'bare', args })
      const arrived = await arrivals.take()
      const waiting = await run(folder, { major, guarding: 'wait', args })
      const flushing = await run(folder, { major, guarding: 'flush', args })

      expect([bare.files, waiting.files, flushing.files]).toEqual(Array(3).fill(names.length * 2 + 1))
      expect(bare.failed).toEqual({})
      // What no test fails for, a run without the guard does not send either.
      expect(later.filter((name) => silent[name] !== 0)).toEqual([])
      expect(names.filter((name) => !later.includes(name) && arrived[name] === 0)).toEqual([])
      expect(waiting.failed).toEqual(blockedBy(names.filter((name) => !later.includes(name))))
      expect(flushing.failed).toEqual(blockedBy(names))
      expect([waiting.code, flushing.code]).toEqual([1, 1])
      expect(Object.values(await arrivals.take()).filter((count) => count > 0)).toEqual([])
    } finally {
      arrivals.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
