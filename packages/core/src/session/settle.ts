import { delay, now, turn } from '../patch/real-time.ts'

/** Long enough for a flush on the next tick or a short timer; a leaked interval costs a file no more than this. */
const defaultLimit = 100

const step = 5

/** What keeps an event loop alive and may still run code of a test: timers and unfinished requests, not idle sockets. */
const pendingKinds =
  /^(Timeout|Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/

/** How much is pending now, to compare with later. */
export function countPending(): number {
  return process.getActiveResourcesInfo().filter((kind) => pendingKinds.test(kind)).length
}

/**
 * Waits until no more is pending than `baseline`, at most `limit` milliseconds; resolves at once when nothing is.
 *
 * Only what keeps the process alive counts: a timer that was unref'd may fire later, and is then late.
 */
export async function settle(baseline: number, limit: number = defaultLimit): Promise<void> {
  if (countPending() <= baseline) return
  const end = now() + limit
  await turn()
  while (countPending() > baseline && now() < end) await delay(step)
}
