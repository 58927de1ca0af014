import { delay, now, turn } from '../../guard/node/real-time.ts'

/** Long enough for a flush on the next tick or a short timer; a leaked interval costs a file no more than this. */
const defaultLimit = 100

const step = 5

/** What keeps an event loop alive and may still run code of a test: timers and unfinished requests, not idle sockets. */
const pendingKinds =
  /^(Timeout|Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/

/** Timers that earlier files of this process have left for good, such as an interval that nobody clears. */
export interface Leaks {
  timers: number
}

/** Forgets leaks that are gone; for the start of a file, when nothing of its own is pending. */
export function reviewLeaks(leaks: Leaks, runnerTimers: () => number): void {
  leaks.timers = Math.min(leaks.timers, countTimers(runnerTimers))
}

/**
 * Waits until nothing is pending but leaks and the runner's own timers, and no thread is busy, at most `limit`
 * milliseconds; one turn of the event loop when that is so already. What is left then is a leak, and no later file waits
 * for it again.
 *
 * Only what keeps the process alive counts: a timer that was unref'd may fire later, and is then late.
 */
export async function settle(
  leaks: Leaks,
  runnerTimers: () => number,
  hasBusyThreads: () => boolean,
  limit: number = defaultLimit,
): Promise<void> {
  const end = now() + limit
  // Node dials on `process.nextTick`, which no list of resources shows; a runner can get here in microtasks alone.
  await turn()
  while ((countPending() > leaks.timers + runnerTimers() || hasBusyThreads()) && now() < end) await delay(step)
  leaks.timers = countTimers(runnerTimers)
}

function countTimers(runnerTimers: () => number): number {
  const pending = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  return Math.max(0, pending - runnerTimers())
}

function countPending(): number {
  return process.getActiveResourcesInfo().filter((kind) => pendingKinds.test(kind)).length
}
