import { watchPoolWork } from '../patch/pool-work.ts'
import { type SetTimer, timingOf, watchTimersSet } from '../patch/timers-set.ts'
import type { CurrentScope } from '../scope/current-scope.ts'
import type { Scope } from '../scope/scope.ts'
import { captureOrigin, isSetByRunner, isSetByTests, type TimerOrigin } from './timer-origin.ts'

/** Work that code has started, that is not finished, and that no list of Node's shows. */
export interface WorkInFlight {
  /** Jobs of the thread pool. */
  readonly pool: Set<object>
  /** Pending timers that code of this test file has set. Timers of the runner are left out, also those that it sets within a test. */
  timersOf(file: string | undefined): readonly ScopedTimer[]
  /**
   * Says for how many milliseconds the runner sets its next timer in this scope, or that it sets none now. That timer's
   * origin is not captured, which would take longer than all else that the guard does for a test.
   */
  announce(scope: Scope, duration: number | undefined): void
  /** How many timers of the runner keep this process alive. */
  runnerTimers(): number
  /** Timers that tests of this file scope, or packages they use, have set for longer than a file waits. Sorted by due time. */
  leftBy(fileScope: Scope): readonly SetTimer[]
  /** Such timers of all files that keep this process alive. */
  holding(): readonly SetTimer[]
}

/** A timer, and the scope whose code has set it. */
export interface ScopedTimer {
  readonly timer: SetTimer
  readonly scope: Scope
}

interface Setter {
  /** Undefined where no code of a test file is known to have set it. */
  readonly scope: Scope | undefined
  /** Whether it was set for longer than a file waits. */
  readonly isLong: boolean
  readonly origin: TimerOrigin | 'announced' | undefined
}

/** In milliseconds. Runners set no shorter timers: Vitest and the reporters of Jest send updates after this time. */
const shortestOfRunners = 100

/** Watches what is started from now on, for the life of the process. */
export function watchWorkInFlight(current: CurrentScope): WorkInFlight {
  const pool = new Set<object>()
  const timers = new Map<SetTimer, Setter>()
  watchPoolWork(pool)
  const { announce } = noteTimers(current, timers)
  const find = (is: (setter: Setter) => boolean): SetTimer[] => {
    sweep(timers)
    return [...timers].flatMap(([timer, setter]) => (is(setter) ? [timer] : []))
  }
  const held = (is: (setter: Setter) => boolean): SetTimer[] => find(is).filter((timer) => timer.hasRef())
  return {
    pool,
    announce,
    timersOf: (file) => {
      sweep(timers)
      return [...timers].flatMap(([timer, setter]) => {
        const { scope } = setter
        return scope !== undefined && scope.file === file && !isRunners(setter) ? [{ timer, scope }] : []
      })
    },
    runnerTimers: () => held(isRunners).length,
    leftBy: (fileScope) => {
      const left = find((setter) => isWithin(setter.scope, fileScope) && isLeft(setter))
      return left.toSorted((a, b) => timingOf(a).due - timingOf(b).due)
    },
    holding: () => held(isLeft),
  }
}

/** Notes who sets each timer that may still be pending at the end of a file. */
function noteTimers(current: CurrentScope, timers: Map<SetTimer, Setter>): Pick<WorkInFlight, 'announce'> {
  const room = { for: least }
  const next: { scope?: Scope; duration?: number | undefined } = {}
  const note = (timer: SetTimer): void => {
    const scope = current.started()?.scope
    const { duration } = timingOf(timer)
    const isLong = scope !== undefined && duration >= scope.policy.lateLimit
    const mayBeRunners = duration >= shortestOfRunners
    if (scope === undefined && !mayBeRunners) return
    const isAnnounced = scope === next.scope && duration === next.duration
    if (isAnnounced) next.duration = undefined
    // Captured for few, since most timers are over before their origin is read.
    const origin = isAnnounced ? 'announced' : isLong || mayBeRunners ? captureOrigin(note) : undefined
    timers.set(timer, { scope, isLong, origin })
    if (timers.size < room.for) return
    sweep(timers)
    room.for = Math.max(least, timers.size * 2)
  }
  watchTimersSet(note)
  return { announce: (scope, duration) => void Object.assign(next, { scope, duration }) }
}

function isRunners({ origin }: Setter): boolean {
  return origin === 'announced' || (origin !== undefined && isSetByRunner(origin))
}

/** Whether it was set for longer than a file waits, and neither by the runner nor by Node. */
function isLeft({ isLong, origin }: Setter): boolean {
  return isLong && origin !== undefined && origin !== 'announced' && isSetByTests(origin)
}

/** Whether a scope is another one or inside it. Compared by identity, since in watch mode an earlier file may have the same name. */
export function isWithin(scope: Scope | undefined, outer: Scope): boolean {
  return scope !== undefined && (scope === outer || isWithin(scope.parent, outer))
}

/** How many timers are kept before finished ones are removed. */
const least = 100

function sweep(timers: Map<SetTimer, Setter>): void {
  for (const timer of timers.keys()) if (timingOf(timer).isOver) timers.delete(timer)
}
