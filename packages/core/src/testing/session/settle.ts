import { loopNow, type SetTimer, timingOf } from '../../guard/node/timers-set.ts'
import { delay, now, turn } from '../../guard/node/real-time.ts'

/** So often in a row a timer that is due may set the next one: a chain ends, a loop would not. */
const longestChain = 40

/** Longer than any work of a thread pool or the start of a thread takes; what has not ended by then hangs. */
const patience = 5000

/** One hop by a port, a socket or a stream takes a few turns of the event loop, and no list shows it. */
const quietTurns = 128

/** What a thread pool does for the process, by Node's own list. */
const poolKinds = /^(FSReq\w*|GetAddrInfoReqWrap|GetNameInfoReqWrap)$/
/** What may still run code of a test soon: unfinished requests, not idle sockets. */
const pendingKinds = /^(Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/

/** Timers that earlier files of this process have left for good, such as an interval that no one clears. */
export interface Leaks {
  timers: number
}

/** Where a file's end finds what is still in flight. */
export interface InFlight {
  readonly leaks: Leaks
  readonly runnerTimers: () => number
  /** The timers that code of this file has set. */
  readonly timers: () => readonly SetTimer[]
  /** Jobs of the thread pool that no list of Node's shows. */
  readonly pool: Set<object>
  readonly hasBusyThreads: () => boolean
}

/** Forgets leaks that are gone; for the start of a file, when nothing of its own is pending. */
export function reviewLeaks(leaks: Leaks, runnerTimers: () => number): void {
  leaks.timers = Math.min(leaks.timers, countTimers(runnerTimers))
}

/**
 * Follows what is in flight to its end: the thread pool, threads, requests, hops from turn to turn, and timers that are due
 * within `limit` milliseconds or were set for less, unref'd ones too; and what each of these starts in turn.
 *
 * A chain of timers is followed for a number of timers, not for a time, so that a busy machine changes no verdict. With
 * nothing in flight this takes some turns of the event loop. What is left then is a leak, and no later file waits for it.
 */
export async function settle(work: InFlight, limit: number): Promise<void> {
  const start = now()
  const chain = createChain(limit)
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    // Node dials on `process.nextTick`, which no list of resources shows; a runner can get here in microtasks alone.
    await turn()
    if (quiet % 4 > 0) continue
    const waited = now() - start
    if (!isPending(work, chain, waited, limit)) continue
    await delay(1)
    quiet = -1
  }
  work.pool.clear()
  work.leaks.timers = countTimers(work.runnerTimers)
}

function isPending(work: InFlight, chain: Chain, waited: number, limit: number): boolean {
  const kinds = process.getActiveResourcesInfo()
  const ends = Math.max(patience, limit)
  if (waited < ends && (work.pool.size > 0 || kinds.some((kind) => poolKinds.test(kind)))) return true
  if (waited < limit && kinds.some((kind) => pendingKinds.test(kind))) return true
  if (hasTimers(work, chain, countKind(kinds))) return true
  return waited < ends && work.hasBusyThreads()
}

/** Which timers are waited for: generation after generation, and not for ever. */
interface Chain {
  readonly end: number
  counts(timer: SetTimer): boolean
  /** Whether this is a generation to wait for still, given when the last of its timers is due. */
  goesOn(due: number): boolean
}

function createChain(limit: number): Chain {
  const end = loopNow() + limit
  const generation = { number: 0, due: 0 }
  return {
    end,
    counts: (timer) => {
      const { duration, due, repeats } = timingOf(timer)
      const isShort = duration < limit
      return (due <= end && (isShort || timer.hasRef())) || (isShort && !repeats)
    },
    goesOn: (due) => {
      if (loopNow() > generation.due) {
        generation.number += 1
        generation.due = due
      }
      return generation.number <= longestChain
    },
  }
}

function hasTimers({ timers, leaks, runnerTimers }: InFlight, chain: Chain, pending: number): boolean {
  const own = timers()
  const counted = own.filter((timer) => chain.counts(timer))
  const others = pending - own.filter((timer) => timer.hasRef()).length
  if (others > leaks.timers + runnerTimers() && loopNow() < chain.end) return true
  // The runner may have set its own from within a test.
  if (counted.length <= Math.max(0, runnerTimers() - others)) return false
  return chain.goesOn(Math.max(...counted.map((timer) => timingOf(timer).due)))
}

function countTimers(runnerTimers: () => number): number {
  return Math.max(0, countKind(process.getActiveResourcesInfo()) - runnerTimers())
}

function countKind(kinds: readonly string[]): number {
  return kinds.filter((kind) => kind === 'Timeout').length
}
