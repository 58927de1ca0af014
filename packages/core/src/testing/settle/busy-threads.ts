import type { Worker } from 'node:worker_threads'

/** In milliseconds of work between two looks. A thread with less is waiting. */
const idling = 0.2

/**
 * Creates a check of worker threads, which no list of pending resources shows. It is true while one starts, or has
 * worked since the last check. A thread that waits for a message, as in pools, does not count.
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
