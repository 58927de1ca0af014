/** What reached the far process since the last `take`, one line each, in the order of arrival. */
const arrivals: string[] = []

/** Notes an arrival, such as `http GET /path`. */
export function arrived(line: string): void {
  arrivals.push(line)
}

/**
 * Hands out the arrivals and forgets them.
 *
 * What was pending at the call is in this machine's queues by then: two turns of the loop read it.
 */
export async function take(): Promise<readonly string[]> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return arrivals.splice(0)
}
