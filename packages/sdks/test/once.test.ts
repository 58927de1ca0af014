import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isWholeMatrix, releases } from '../../../scripts/covering.ts'
import { type Arrivals, startArrivals } from '../src/arrivals.ts'
import { calls } from '../src/calls.ts'
import { runCallsInJest, runCallsInVitest } from '../src/run-calls.ts'
import { jestMajors } from '../src/run-jest.ts'
import { vitestMajors } from '../src/run-vitest.ts'
import { versions } from '../src/versions.ts'
import { callFiles, writeCalls } from '../src/write-calls.ts'

const names = calls.map(({ name }) => name)
const later = calls.filter(({ sends }) => sends === 'later').map(({ name }) => name)

// Vitest ends each process with its file, and what an SDK has not sent by then is not sent.
const inProcesses = 'in a process for each file'
const inWorkers = ['-w', '2', '--workerIdleMemoryLimit=2GB']
const ways = [
  ...releases(jestMajors).flatMap((major) => [
    { runner: 'Jest', major, how: 'in band', args: ['--runInBand'] },
    { runner: 'Jest', major, how: 'in workers', args: inWorkers },
  ]),
  ...releases(vitestMajors).flatMap((major) => [
    { runner: 'Vitest', major, how: 'in one process', args: ['--no-isolate', '--maxWorkers=1'] },
    { runner: 'Vitest', major, how: inProcesses, args: ['--maxWorkers=2'] },
  ]),
]
// The way that each runner goes by itself.
const settings = isWholeMatrix ? ways : ways.filter(({ how }) => how === 'in workers' || how === inProcesses)

test('every call has a row, and every row a package that is installed', () => {
  expect(names.toSorted()).toEqual(callFiles().toSorted())
  expect(calls.filter((call) => versions()[call.package] === undefined)).toEqual([])
  expect(new Set(calls.map((call) => call.package)).size).toBeGreaterThanOrEqual(20)
})

test.each(settings)(
  'one call of each SDK and an immediate return fail its test, and no other: $runner $major $how',
  async ({ runner, major, how, args }) => {
    const kind = runner === 'Jest' ? 'cjs' : 'esm'
    const run = runner === 'Jest' ? runCallsInJest : runCallsInVitest
    if (how !== inProcesses) expect(await runBare(run, kind, { major, args })).toEqual({ failed: {}, silent: [] })
    // Servers of its own: what the run before sends late does not count here.
    await inFolder(kind, async (folder, arrivals) => {
      const blockedBy = (all: readonly string[]) =>
        Object.fromEntries(all.map((name) => [name, [`127.0.0.1:${arrivals.ports[name]}`]]))
      const waiting = await run(folder, { major, guarding: 'wait', args })
      const flushing = await run(folder, { major, guarding: 'flush', args })

      expect([waiting.files, flushing.files]).toEqual(Array(2).fill(names.length * 2 + 1))
      expect(waiting.failed).toEqual(blockedBy(names.filter((name) => !later.includes(name))))
      expect(flushing.failed).toEqual(blockedBy(names))
      expect([waiting.code, flushing.code]).toEqual([1, 1])
      expect(namesIn(await arrivals.take())).toEqual([])
    })
  },
)

test.each([
  ...releases(jestMajors).map((major) => ({ runner: 'Jest', major })),
  ...releases(vitestMajors).map((major) => ({ runner: 'Vitest', major })),
])('without the guard, nothing is sent of what leaves later: $runner $major', async ({ runner, major }) => {
  const run = runner === 'Jest' ? runCallsInJest : runCallsInVitest
  await inFolder(runner === 'Jest' ? 'cjs' : 'esm', async (folder, arrivals) => {
    // Each alone: the timers of one would go on while the next runs.
    for (const name of later) await run(folder, { major, guarding: 'bare', args: [`tests/${name}.test`] })

    expect(namesIn(await arrivals.take())).toEqual([])
  })
})

type Run = typeof runCallsInJest
type Kind = 'esm' | 'cjs'

/** Runs all without the guard, and tells which calls should send at once and sent nothing. */
async function runBare(run: Run, kind: Kind, { major, args }: { readonly major: number; readonly args: string[] }) {
  return inFolder(kind, async (folder, arrivals) => {
    const { failed } = await run(folder, { major, guarding: 'bare', args })
    const arrived = namesIn(await arrivals.take())
    const silent = names.filter((name) => !later.includes(name) && !arrived.includes(name))
    return { failed, silent }
  })
}

async function inFolder<T>(kind: Kind, use: (folder: string, arrivals: Arrivals) => Promise<T>): Promise<T> {
  const arrivals = await startArrivals(names)
  const folder = writeCalls(calls, kind, arrivals.ports)
  try {
    return await use(folder, arrivals)
  } finally {
    arrivals.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function namesIn(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(counts).filter((name) => counts[name] !== 0)
}
