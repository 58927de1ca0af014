import { setTimeout } from 'node:timers'
import { builtins } from '../node/builtins.ts'
import { pendingKinds } from '../node/pending-kinds.ts'
import { type SetTimer, timingOf, watchTimersSet } from '../patch/timers-set.ts'
import { isLoaded } from '../patch/when-loaded.ts'
import type { ActivityState } from '../spool/activity.ts'

/** How many looks in a row must find nothing in flight. */
const quietLooks = 10

/** In milliseconds. A longer timer is waiting, not working. */
const short = 100

/** Milliseconds between two looks: at first, and at most during activity. */
const pause = { first: 2, longest: 50 }

/**
 * Notes that this process is busy, and that it is idle once it has started and has nothing in flight. By then a server
 * waits for requests. None of this keeps the process alive. A thread has the id of its process, which sees whether the
 * thread is busy.
 */
export function noteActivityOfProcess(note: (state: ActivityState) => void): void {
  // Where no thread was made, this is the main thread, and the module need not be loaded.
  if (isLoaded('internal/worker') && !builtins.workerThreads.isMainThread) return
  note('busy')
  const timers = new Set<SetTimer>()
  const own = { isSet: false }
  const restore = watchTimersSet((timer) => {
    const { duration, repeats } = timingOf(timer)
    if (!own.isSet && duration < short && !repeats) timers.add(timer)
  })
  const isBusy = (): boolean => {
    for (const timer of timers) if (timingOf(timer).isOver) timers.delete(timer)
    return timers.size > 0 || process.getActiveResourcesInfo().some((kind) => pendingKinds.test(kind))
  }
  const look = (quiet: number, wait: number): void => {
    if (isBusy()) return lookLater(0, Math.min(wait * 2, pause.longest))
    if (quiet < quietLooks) return lookLater(quiet + 1, pause.first)
    restore()
    note('idle')
  }
  const lookLater = (quiet: number, wait: number): void => {
    own.isSet = true
    setTimeout(() => look(quiet, wait), wait).unref()
    own.isSet = false
  }
  lookLater(0, pause.first)
}
