import { holdProcess } from '../../guard/patch/hold-process.ts'
import { fireSoon, type SetTimer, timingOf } from '../../guard/patch/timers-set.ts'
import { type InFlight, settle } from './settle.ts'

/** Milliseconds to wait at most after a timer, since work that it starts may need the next one not to have run. */
const between = 10

/** How many run one after the other. Those that are due later run in one go, in their order. */
const longestQueue = 200

/**
 * Runs timers once, in their order, each in the async context that set it. An interval then continues unchanged. Errors
 * and rejections of timers are dropped, and they cannot end the process. Timers that they set run when they are due.
 */
export async function flushTimers(timers: readonly SetTimer[], work: InFlight, limit: number): Promise<void> {
  if (timers.length === 0) return
  const release = holdProcess()
  try {
    for (const [index, timer] of timers.entries()) {
      // A timer that ran before may have cleared it.
      if (timingOf(timer).isOver) continue
      fireSoon(timer)
      if (index < longestQueue) await settle(work, Math.min(limit, between))
    }
    await settle(work, limit)
  } finally {
    release()
  }
}
