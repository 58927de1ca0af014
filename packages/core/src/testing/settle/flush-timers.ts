import { holdProcess } from '../../guard/patch/hold-process.ts'
import { fireSoon, type SetTimer, timingOf } from '../../guard/patch/timers-set.ts'
import { type InFlight, settle } from './settle.ts'

/** Between two timers: what one of them starts may need the other not to have run. */
const between = 10

/** So many are run one after the other; those that are due after them run in one go, in that order. */
const longestQueue = 200

/**
 * Runs timers once, in their order, each in the async context that set it; an interval goes on afterwards as it was. What they
 * throw is dropped, and so is what they reject; they cannot end the process. Timers that they set run when they are due.
 */
export async function flushTimers(timers: readonly SetTimer[], work: InFlight, limit: number): Promise<void> {
  if (timers.length === 0) return
  const release = holdProcess()
  try {
    for (const [index, timer] of timers.entries()) {
      // One that ran before may have cleared it.
      if (timingOf(timer).isOver) continue
      fireSoon(timer)
      if (index < longestQueue) await settle(work, Math.min(limit, between))
    }
    await settle(work, limit)
  } finally {
    release()
  }
}
