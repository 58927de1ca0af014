import { performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers'
import { promisify } from 'node:util'

/** Time as it is, taken before fake timers replace it; from Node's module, since the globals of a page are no Node timers. */
export const now: () => number = performance.now.bind(performance)
/** When `now` was zero, in milliseconds since the epoch. */
export const timeOrigin: number = performance.timeOrigin
/** Milliseconds since the epoch, by the clock of `now`. */
export const epoch = (): number => timeOrigin + now()
export const nextTick: typeof process.nextTick = process.nextTick.bind(process)
export const queueTask: typeof setImmediate = setImmediate
export const queueMicro: typeof queueMicrotask = queueMicrotask
export const delay: (milliseconds: number) => Promise<void> = promisify(setTimeout)
export const turn: () => Promise<void> = promisify(setImmediate)
