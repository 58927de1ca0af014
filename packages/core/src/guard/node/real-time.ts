import { setImmediate, setTimeout } from 'node:timers'

// All is taken before fake timers replace it; from Node's modules, since the globals of a page are no Node timers.
const { hrtime } = process.getBuiltinModule('node:process')

/** Milliseconds of the clock that all processes of this machine share; reading `performance` would load a module of Node's. */
export function now(): number {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** When `now` was zero, in milliseconds since the epoch: to one, as each process and thread finds it. */
export const timeOrigin: number = Date.now() - now()

/** Milliseconds since the epoch, by the clock of `now`. */
export function epoch(): number {
  return timeOrigin + now()
}

export const nextTick: typeof process.nextTick = process.nextTick.bind(process)
export const queueTask: typeof setImmediate = setImmediate
export const queueMicro: typeof queueMicrotask = queueMicrotask
const startTimer = setTimeout

/** Waits that many milliseconds. Node's own way of waiting would load a module. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((done) => void startTimer(done, milliseconds))
}

/** Waits one turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((done) => void queueTask(done))
}
