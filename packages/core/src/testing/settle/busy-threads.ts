import type { Worker } from 'node:worker_threads'

/** Less than this, in milliseconds from one look to the next, is a thread that waits. */
const idling = 0.2

/**
 * Creates a look at worker threads, which no list of pending resources shows: true while one starts, or has worked since
 * the last look. One that waits for a message, as those of pools do, keeps nobody waiting.
 */
export function watchThreads(running: () => readonly object[]): () => boolean {
  const seen = new WeakMap<object, number>()
  return () => {
    const busy = running().filter((thread) => {
      const { idle, active } = (thread as Worker).performance.eventLoopUtilization()
      const before = seen.get(thread) ?? 0
      seen.set(thread, active)
      return idle + active === 0 || active - before > idling
    })
    return busy.length > 0
  }
}
