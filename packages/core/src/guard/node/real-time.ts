import { setImmediate, setTimeout } from 'node:timers'

// All are taken before fake timers replace them, and from Node's modules, since the globals of jsdom are not Node's timers.
const { hrtime } = process.getBuiltinModule('node:process')

/** Milliseconds on a monotonic clock that all processes of this machine share. `performance` would load a module of Node's. */
export function now(): number {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** When `now()` was zero, in milliseconds since the epoch. Processes and threads agree on it to a millisecond. */
export const timeOrigin: number = Date.now() - now()

/** Milliseconds since the epoch, by the same clock as `now`. */
export function epoch(): number {
  return timeOrigin + now()
}

export const nextTick: typeof process.nextTick = process.nextTick.bind(process)
export const queueTask: typeof setImmediate = setImmediate
export const queueMicro: typeof queueMicrotask = queueMicrotask
const startTimer = setTimeout

/** Waits that many milliseconds. `node:timers/promises` would load a module. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((done) => void startTimer(done, milliseconds))
}

/** Waits one turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((done) => void queueTask(done))
}
