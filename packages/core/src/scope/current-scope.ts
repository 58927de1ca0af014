import { AsyncLocalStorage } from 'node:async_hooks'
import type { Frame } from './scope.ts'

/** Which frame is running. Everything that code starts inside `run` keeps its frame, however late it comes. */
export interface CurrentScope {
  get(): Frame
  run<T>(frame: Frame, fn: () => T): T
  /** Sets the frame of code that no scope started; returns the one before. */
  setFallback(frame: Frame): Frame
}

/** Creates the one async store of the guard; `root` is the frame of code that no scope started. */
export function createCurrentScope(root: Frame): CurrentScope {
  const storage = new AsyncLocalStorage<Frame>()
  let fallback = root
  return {
    get: () => storage.getStore() ?? fallback,
    run: (frame, fn) => storage.run(frame, fn),
    setFallback: (frame) => {
      const before = fallback
      fallback = frame
      return before
    },
  }
}
