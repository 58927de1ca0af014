import { AsyncLocalStorage } from 'node:async_hooks'
import type { Frame } from './scope.ts'

/** Which frame is running. Everything that code starts inside `run` keeps its frame, however late it runs. */
export interface CurrentScope {
  get(): Frame
  /** The frame of code that a scope started. `undefined` for other code. */
  started(): Frame | undefined
  run<T>(frame: Frame, fn: () => T): T
  /** Gives this frame to the rest of the running asynchronous function and to what it starts. Its caller keeps its own. */
  enter(frame: Frame): void
  /** Runs `fn` with the frame of code that no scope started. */
  outside<T>(fn: () => T): T
  /** Sets the frame of code that no scope started, and returns the previous one. */
  setFallback(frame: Frame): Frame
}

/** Creates the only AsyncLocalStorage of the guard. `root` is the frame of code that no scope started. */
export function createCurrentScope(root: Frame): CurrentScope {
  const storage = new AsyncLocalStorage<Frame | undefined>()
  let fallback = root
  return {
    get: () => storage.getStore() ?? fallback,
    started: () => storage.getStore(),
    run: (frame, fn) => storage.run(frame, fn),
    outside: (fn) => storage.run(undefined, fn),
    enter: (frame) => storage.enterWith(frame),
    setFallback: (frame) => {
      const before = fallback
      fallback = frame
      return before
    },
  }
}
