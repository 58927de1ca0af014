import { watchPoolWork } from '../patch/pool-work.ts'
import { type SetTimer, timingOf, watchTimersSet } from '../patch/timers-set.ts'
import type { CurrentScope } from '../scope/current-scope.ts'
import type { Scope } from '../scope/scope.ts'
import { captureOrigin, isSetByTests, type TimerOrigin } from './is-set-by-tests.ts'

/** What code has started, is not over, and no list of Node's shows. */
export interface WorkInFlight {
  /** Jobs of the thread pool. */
  readonly pool: Set<object>
  /** Timers that code of this test file has set and that are still to fire. */
  timersOf(file: string | undefined): readonly ScopedTimer[]
  /** Those that tests of this file scope, or packages they use, have set for longer than a file waits: the one due first comes first. */
  leftBy(fileScope: Scope): readonly SetTimer[]
  /** Those of all files that keep this process alive. */
  holding(): readonly SetTimer[]
}

/** A timer, and the scope whose code has set it. */
export interface ScopedTimer {
  readonly timer: SetTimer
  readonly scope: Scope
}

interface Setter {
  readonly scope: Scope
  /** Of a timer that was set for longer than a file waits. */
  readonly origin: TimerOrigin | undefined
}

/** Watches what is started from now on, for the life of the process. */
export function watchWorkInFlight(current: CurrentScope): WorkInFlight {
  const pool = new Set<object>()
  const timers = new Map<SetTimer, Setter>()
  const room = { for: least }
  watchPoolWork(pool)
  const note = (timer: SetTimer): void => {
    const frame = current.started()
    if (frame === undefined) return
    const { scope } = frame
    const isLong = timingOf(timer).duration >= scope.policy.lateLimit
    // Each test has such a timer of the runner's, and most are over before anybody asks who has set them.
    timers.set(timer, { scope, origin: isLong ? captureOrigin(note) : undefined })
    if (timers.size < room.for) return
    sweep(timers)
    room.for = Math.max(least, timers.size * 2)
  }
  watchTimersSet(note)
  const find = (is: (setter: Setter) => boolean): ScopedTimer[] => {
    sweep(timers)
    return [...timers].flatMap(([timer, setter]) => (is(setter) ? [{ timer, scope: setter.scope }] : []))
  }
  return {
    pool,
    timersOf: (file) => find(({ scope }) => scope.file === file),
    leftBy: (fileScope) => {
      const left = find((setter) => isWithin(setter.scope, fileScope) && isLeft(setter)).map(({ timer }) => timer)
      return left.toSorted((a, b) => timingOf(a).due - timingOf(b).due)
    },
    holding: () =>
      find(isLeft)
        .map(({ timer }) => timer)
        .filter((timer) => timer.hasRef()),
  }
}

/** Set for longer than a file waits, and neither by the runner nor by Node. */
function isLeft({ origin }: Setter): boolean {
  return origin !== undefined && isSetByTests(origin)
}

/** Whether a scope is another one or inside of it. In watch mode, a file of the same name may have been there before. */
export function isWithin(scope: Scope | undefined, outer: Scope): boolean {
  return scope !== undefined && (scope === outer || isWithin(scope.parent, outer))
}

/** So many timers are kept before those that are over are looked for. */
const least = 100

function sweep(timers: Map<SetTimer, Setter>): void {
  for (const timer of timers.keys()) if (timingOf(timer).isOver) timers.delete(timer)
}
