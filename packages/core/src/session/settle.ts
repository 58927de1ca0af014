import { delay, now, turn } from '../patch/real-time.ts'

/** Long enough for a flush on the next tick or a short timer; a leaked interval costs a file no more than this. */
const defaultLimit = 100

const step = 5

/** What keeps an event loop alive and may still run code of a test: timers and unfinished requests, not idle sockets. */
const pendingKinds =
  /^(Timeout|Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/

/** How many timers are pending now, to compare with later: what an earlier file of this process has leaked. */
export function countTimers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
}

/**
 * Waits until no more is pending than `expected` says, at most `limit` milliseconds; one turn of the event loop when nothing is.
 *
 * Only what keeps the process alive counts: a timer that was unref'd may fire later, and is then late.
 */
export async function settle(expected: () => number, limit: number = defaultLimit): Promise<void> {
  const end = now() + limit
  // Node dials on `process.nextTick`, which no list of resources shows; a runner can get here in microtasks alone.
  await turn()
  while (countPending() > expected() && now() < end) await delay(step)
}

function countPending(): number {
  return process.getActiveResourcesInfo().filter((kind) => pendingKinds.test(kind)).length
}
