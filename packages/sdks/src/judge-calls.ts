import { rmSync } from 'node:fs'
import { type Arrivals, startArrivals } from './arrivals.ts'
import { calls } from './calls.ts'
import { type CallsRun, type Guarding, runCallsInJest, runCallsInVitest } from './run-calls.ts'
import { writeCalls } from './write-calls.ts'
import type { Way } from './ways.ts'

const names = calls.map(({ name }) => name)

/** The calls that send by a timer of seconds. */
export const laterNames: readonly string[] = calls.filter(({ sends }) => sends === 'later').map(({ name }) => name)

/** The outcome of one run of all calls. */
interface Verdict {
  readonly code: number | null
  readonly files: number
  readonly failed: Readonly<Record<string, readonly string[]>>
  readonly named?: Readonly<Record<string, readonly string[]>>
}

/** The outcomes of the calls under each value of `late`, and the calls that reached a server. */
interface Verdicts {
  readonly wait: Verdict
  readonly flush: Verdict
  readonly arrived: readonly string[]
}

/** Runs all calls in one way under the guard: the outcomes found, and the expected ones. */
export async function judgeCalls(way: Way): Promise<{ readonly found: Verdicts; readonly expected: Verdicts }> {
  // Its own servers: late data of an earlier run does not count here.
  return inFolder(way, async (run, arrivals) => {
    const wait = verdictOf(await run('wait', way.args))
    const flush = await run('flush', way.args)
    // Pools of Vitest differ in how far a stack goes back.
    const isNamed = way.isDefault === true
    const failing = (all: readonly string[]): Verdict => ({
      code: 1,
      // Each call has an innocent file before it, and the last one also after it.
      files: names.length * 2 + 1,
      failed: Object.fromEntries(all.map((name) => [name, [`127.0.0.1:${arrivals.ports[name]}`]])),
    })
    return {
      found: {
        wait,
        flush: { ...verdictOf(flush), ...(isNamed && { named: flush.named }) },
        arrived: namesIn(await arrivals.take()),
      },
      expected: {
        wait: failing(names.filter((name) => !laterNames.includes(name))),
        flush: {
          ...failing(names),
          ...(isNamed && { named: Object.fromEntries(calls.map(({ name, by }) => [name, [by]])) }),
        },
        arrived: [],
      },
    }
  })
}

/** Runs files without the guard: which ones fail, and which calls reach their servers. */
export async function runBare(
  way: Pick<Way, 'runner' | 'major'>,
  runs: readonly (readonly string[])[],
): Promise<{ readonly failed: readonly string[]; readonly arrived: readonly string[] }> {
  return inFolder(way, async (run, arrivals) => {
    const failed: string[] = []
    for (const args of runs) failed.push(...Object.keys((await run('bare', args)).failed))
    return { failed, arrived: namesIn(await arrivals.take()) }
  })
}

type Run = (guarding: Guarding, args: readonly string[]) => Promise<CallsRun>

async function inFolder<T>(
  { runner, major }: Pick<Way, 'runner' | 'major'>,
  use: (run: Run, arrivals: Arrivals) => Promise<T>,
): Promise<T> {
  const arrivals = await startArrivals(names)
  const folder = writeCalls(calls, runner === 'Jest' ? 'cjs' : 'esm', arrivals.ports)
  const runCalls = runner === 'Jest' ? runCallsInJest : runCallsInVitest
  try {
    return await use(async (guarding, args) => runCalls(folder, { major, guarding, args }), arrivals)
  } finally {
    arrivals.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictOf({ code, files, failed }: CallsRun): Verdict {
  return { code, files, failed }
}

function namesIn(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(counts).filter((name) => counts[name] !== 0)
}
