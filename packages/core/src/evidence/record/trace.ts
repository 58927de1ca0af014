import { limitStack } from './limit-stack.ts'
import { readStack } from './read-stack.ts'

/** A captured stack; V8 formats it only when `stack` is read. */
export interface Trace {
  readonly stack: string
}

// Programs replace it, or take it away.
const { captureStackTrace } = Error

/** Deep enough to pass through an HTTP client and a promise chain down to the project's own line. */
const depth = 60

/** Captures the stack above `below`. Costs 5 to 20 µs, so only for attempts that will not be let through, or with few frames. */
export function captureTrace(below: (...args: never[]) => unknown, frames: number = depth): Trace {
  const holder: { readonly stack?: unknown } = {}
  const restore = limitStack(frames)
  captureStackTrace(holder, below)
  restore()
  let text: string | undefined
  return {
    get stack() {
      return (text ??= readStack(holder))
    },
  }
}
