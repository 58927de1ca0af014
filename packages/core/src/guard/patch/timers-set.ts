import { clearTimeout, setTimeout } from 'node:timers'
import { types } from 'node:util'
import type { Restore } from './replace-property.ts'
import { apply } from '../node/originals.ts'
import { watchAssignment } from './watch-assignment.ts'

/** Node's fields of a timer: when it was set, for how long, whether it repeats, and whether it is over. */
export interface SetTimer {
  readonly _idleStart: number
  readonly _idleTimeout: number
  readonly _repeat: number | null
  readonly _destroyed: boolean
  readonly _onTimeout: TimerCallback | null
  hasRef(): boolean
  refresh(): unknown
}

type TimerCallback = (this: unknown, ...args: unknown[]) => unknown

/**
 * Calls `note` with every timer made from now on, those of `timers/promises` and unref'd ones included.
 *
 * Node's constructor writes a field that Node reads only when a timer is used as a number. An accessor on that field
 * sees each timer at a tenth of the cost of `async_hooks`, also when code captured `setTimeout` earlier.
 */
export function watchTimersSet(note: (timer: SetTimer) => void): Restore {
  const sample = setTimeout(nothing, 1)
  clearTimeout(sample)
  const key = Object.getOwnPropertySymbols(sample).find(({ description }) => description === 'kHasPrimitive')
  if (key === undefined) {
    throw new Error(`agentguard cannot find the timers of Node ${process.version}: please report this version`)
  }
  const prototype = Object.getPrototypeOf(sample) as object
  return watchAssignment<SetTimer>(prototype, key, (timer, value, assign) => {
    assign(timer, value)
    note(timer)
  })
}

/** When a timer was set, for how long and until when, in milliseconds of the event loop's clock. */
export interface Timing {
  readonly start: number
  readonly duration: number
  readonly due: number
  readonly repeats: boolean
  readonly isOver: boolean
}

/** Converts Node's fields of a timer. */
export function timingOf({ _idleStart, _idleTimeout, _repeat, _destroyed }: SetTimer): Timing {
  return {
    start: _idleStart,
    duration: _idleTimeout,
    due: _idleStart + _idleTimeout,
    repeats: _repeat !== null,
    isOver: _destroyed,
  }
}

/** The event loop's current time, on the clock of `_idleStart`. */
export function loopNow(): number {
  const sample = setTimeout(nothing, 1) as unknown as SetTimer & NodeJS.Timeout
  clearTimeout(sample)
  return timingOf(sample).start
}

/**
 * Makes a timer fire within about a millisecond, after those that were rescheduled before it. An interval resumes its
 * own pace afterwards. Node runs it in the async context that set it. Errors and rejections of its callback are
 * dropped.
 */
export function fireSoon(timer: SetTimer): void {
  const { _onTimeout: callback } = timer
  const quiet: TimerCallback = function (...args) {
    Object.assign(timer, { _onTimeout: callback })
    try {
      const result: unknown = callback && apply(callback, this, args)
      if (types.isPromise(result)) result.then(nothing, nothing)
    } catch {
      // Without the guard it would run much later, or never.
    }
  }
  Object.assign(timer, { _onTimeout: quiet, _idleTimeout: 1 })
  timer.refresh()
}

function nothing(): void {}
