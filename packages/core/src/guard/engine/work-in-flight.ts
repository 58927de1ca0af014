import { watchPoolWork } from '../node/pool-work.ts'
import { type SetTimer, timingOf, watchTimersSet } from '../node/timers-set.ts'
import type { CurrentScope } from '../scope/current-scope.ts'
import type { Scope } from '../scope/scope.ts'

/** What code has started, is not over, and no list of Node's shows. */
export interface WorkInFlight {
  /** Jobs of the thread pool. */
  readonly pool: Set<object>
  /** Timers that code of this test file has set and that are still to fire. */
  timersOf(file: string | undefined): readonly SetTimer[]
}

/** Watches what is started from now on, for the life of the process. */
export function watchWorkInFlight(current: CurrentScope): WorkInFlight {
  const pool = new Set<object>()
  const timers = new Map<SetTimer, Scope>()
  const room = { for: least }
  watchPoolWork(pool)
  watchTimersSet((timer) => {
    const frame = current.started()
    if (frame === undefined) return
    timers.set(timer, frame.scope)
    if (timers.size < room.for) return
    sweep(timers)
    room.for = Math.max(least, timers.size * 2)
  })
  return {
    pool,
    timersOf: (file) => {
      sweep(timers)
      return [...timers].flatMap(([timer, scope]) => (scope.file === file ? [timer] : []))
    },
  }
}

/** So many timers are kept before those that are over are looked for. */
const least = 1000

function sweep(timers: Map<SetTimer, Scope>): void {
  for (const timer of timers.keys()) if (timingOf(timer).isOver) timers.delete(timer)
}
