import { loopNow, type SetTimer, timingOf } from '../../guard/patch/timers-set.ts'
import { pendingKinds, poolKinds } from '../../guard/node/pending-kinds.ts'
import { delay, turn } from '../../guard/node/real-time.ts'
import type { ScopedTimer } from '../../guard/engine/work-in-flight.ts'
import type { Scope } from '../../guard/scope/scope.ts'

/** How many timers in a row a test may chain. A chain ends, a loop does not. */
const longestChain = 40

/**
 * After how many looks without progress a thread pool job, or a starting thread or child, counts as hung. A look takes
 * a millisecond or more. On a busy machine both the work and the looks take longer.
 */
const patience = 5000

/** One hop through a port, a socket or a stream takes a few turns of the event loop, and no list shows it. */
const quietTurns = 128

/** Timers from before this file, such as an interval that is never cleared. */
export interface Leaks {
  timers: number
}

/** Where to find what is still in flight at the end of a file. */
export interface InFlight {
  readonly leaks: Leaks
  /** How many timers of the runner keep the process alive. */
  readonly runnerTimers: () => number
  /** The timers that code of this file has set. */
  readonly timers: () => readonly ScopedTimer[]
  /** Jobs of the thread pool that no list of Node's shows. */
  readonly pool: Set<object>
  readonly hasBusyThreads: () => boolean
  /** Whether guarded child processes of the file are starting or have work in flight. */
  readonly hasBusyChildren: () => boolean
}

/** Forgets leaks that are gone. For the start of a file, when none of its own work is pending. */
export function reviewLeaks(leaks: Leaks, runnerTimers: () => number): void {
  leaks.timers = Math.min(leaks.timers, countTimers(runnerTimers))
}

/**
 * Waits for work in flight to end: the thread pool, threads, child processes, requests, hops from turn to turn, and
 * timers that are due within `limit` milliseconds or were set for less, unref'd ones too. It also waits for what these
 * start.
 *
 * Chains of timers are followed for a number of timers, and the rest for a number of looks without progress. Neither is
 * a time, so that a busy machine changes no verdict. With nothing in flight this takes some turns. What is left then is
 * a leak, and no later file waits for it.
 */
export async function settle(work: InFlight, limit: number): Promise<void> {
  const chain = createChain(limit)
  const progress = createProgress()
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    // Node connects on `process.nextTick`, which no list of resources shows, and a runner can get here in microtasks alone.
    await turn()
    if (quiet % 4 > 0) continue
    if (!isPending(work, chain, progress, limit)) continue
    await delay(1)
    quiet = -1
  }
  work.pool.clear()
  work.leaks.timers = countTimers(work.runnerTimers)
}

function isPending(work: InFlight, chain: Chain, progress: Progress, limit: number): boolean {
  const kinds = process.getActiveResourcesInfo()
  const requests = kinds.filter((kind) => pendingKinds.test(kind))
  const { looks, unchanged } = progress.look(requests.join(), work.pool)
  const inPool = work.pool.size > 0 || kinds.some((kind) => poolKinds.test(kind))
  if (inPool && unchanged < patience && looks < 2 * patience) return true
  if (requests.length > 0 && unchanged < limit && looks < patience) return true
  if (hasTimers(work, chain, countKind(kinds))) return true
  return unchanged < patience && looks < 2 * patience && (work.hasBusyThreads() || work.hasBusyChildren())
}

/** How many looks there were at the work in flight, and how many since it last changed. */
interface Progress {
  look(requests: string, pool: ReadonlySet<object>): { readonly looks: number; readonly unchanged: number }
}

function createProgress(): Progress {
  const seen: { requests?: string; oldest?: object | undefined; size?: number } = {}
  const counts = { looks: 0, unchanged: 0 }
  return {
    look: (requests, pool) => {
      const [oldest] = pool
      const { size } = pool
      const isSame = requests === seen.requests && oldest === seen.oldest && size === seen.size
      Object.assign(seen, { requests, oldest, size })
      counts.looks += 1
      counts.unchanged = isSame ? counts.unchanged + 1 : 0
      return counts
    },
  }
}

/** Which timers to wait for: those of each test, generation after generation, but not forever. */
interface Chain {
  readonly end: number
  counts(timer: SetTimer): boolean
  /** Whether these timers are a generation of their scope that is still waited for. */
  goesOn(scope: Scope, timers: readonly ScopedTimer[]): boolean
}

function createChain(limit: number): Chain {
  const end = loopNow() + limit
  const generations = new Map<Scope, { number: number; due: number }>()
  return {
    end,
    counts: (timer) => {
      const { duration, due, repeats } = timingOf(timer)
      const isShort = duration < limit
      return (due <= end && (isShort || timer.hasRef())) || (isShort && !repeats)
    },
    goesOn: (scope, timers) => {
      const generation = generations.get(scope) ?? { number: 0, due: 0 }
      if (loopNow() > generation.due) {
        generation.number += 1
        generation.due = Math.max(...timers.map(({ timer }) => timingOf(timer).due))
      }
      generations.set(scope, generation)
      return generation.number <= longestChain
    },
  }
}

function hasTimers({ timers, leaks, runnerTimers }: InFlight, chain: Chain, pending: number): boolean {
  const own = timers()
  const counted = own.filter(({ timer }) => chain.counts(timer))
  const others = pending - own.filter(({ timer }) => timer.hasRef()).length - runnerTimers()
  leaks.timers = Math.min(leaks.timers, Math.max(0, others))
  if (others > leaks.timers && loopNow() < chain.end) return true
  const scopes = new Set(counted.map(({ scope }) => scope))
  const ofScope = (scope: Scope): ScopedTimer[] => counted.filter((one) => one.scope === scope)
  return [...scopes].filter((scope) => chain.goesOn(scope, ofScope(scope))).length > 0
}

function countTimers(runnerTimers: () => number): number {
  return Math.max(0, countKind(process.getActiveResourcesInfo()) - runnerTimers())
}

function countKind(kinds: readonly string[]): number {
  return kinds.filter((kind) => kind === 'Timeout').length
}
