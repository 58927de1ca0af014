import { engine } from '../../guard/engine/engine.ts'
import { delay, turn } from '../../guard/node/real-time.ts'
import { loopNow, timingOf } from '../../guard/patch/timers-set.ts'

/** How many turns a hop through a port, a socket or a stream may take after a timer. */
const turns = 128

/**
 * Waits for timers that test files of this process have left, if they are due within `limit` milliseconds and keep the
 * process alive anyway. Their attempts are then part of the report.
 */
export async function awaitLeft(limit: number = 1000): Promise<void> {
  const { inFlight } = engine()
  const end = loopNow() + limit
  const isHeld = (): boolean => inFlight?.holding().some((timer) => timingOf(timer).due <= end) === true
  if (!isHeld()) return
  while (isHeld() && loopNow() <= end) await delay(5)
  for (let count = 0; count < turns; count += 1) await turn()
}
