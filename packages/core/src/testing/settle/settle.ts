import { loopNow, type SetTimer, timingOf } from '../../guard/patch/timers-set.ts'
import { pendingKinds, poolKinds } from '../../guard/node/pending-kinds.ts'
import { delay, turn } from '../../guard/node/real-time.ts'
import type { ScopedTimer } from '../../guard/engine/work-in-flight.ts'
import type { Scope } from '../../guard/scope/scope.ts'

/** So often in a row a timer of a test may set the next one: a chain ends, a loop would not. */
const longestChain = 40

/**
 * So many looks, of a millisecond each or more, see nothing of what a thread pool does, or a thread or child that starts, before it hangs.
 * A busy machine takes longer for the work, and as much longer for the looks.
 */
const patience = 5000

/** One hop by a port, a socket or a stream takes a few turns of the event loop, and no list shows it. */
const quietTurns = 128

/** Timers from before this file, such as an interval that no one clears. */
export interface Leaks {
  timers: number
}

/** Where a file's end finds what is still in flight. */
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

/** Forgets leaks that are gone; for the start of a file, when nothing of its own is pending. */
export function reviewLeaks(leaks: Leaks, runnerTimers: () => number): void {
  leaks.timers = Math.min(leaks.timers, countTimers(runnerTimers))
}

/**
 * Follows what is in flight to its end: the thread pool, threads, child processes, requests, hops from turn to turn, and timers that are due
 * within `limit` milliseconds or were set for less, unref'd ones too; and what each of these starts in turn.
 *
 * All of it is followed while it goes on: a chain of timers for a number of timers, and the rest for a number of looks that
 * see no progress. Neither is a time, so that a busy machine changes no verdict. With nothing in flight this takes some turns. What is left then is a leak, and no later file waits for it.
 */
export async function settle(work: InFlight, limit: number): Promise<void> {
  const chain = createChain(limit)
  const progress = createProgress()
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    // Node dials on `process.nextTick`, which no list of resources shows; a runner can get here in microtasks alone.
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

/** How often it was looked at what is in flight, and how often since that changed. */
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

/** Which timers are waited for: of each test generation after generation, and not for ever. */
interface Chain {
  readonly end: number
  counts(timer: SetTimer): boolean
  /** Whether these are a generation of their scope to wait for still. */
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
