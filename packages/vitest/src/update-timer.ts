import type { VitestTestRunner } from 'vitest'

/** What Vitest has not yet sent to the main process about tests that ended. */
const unsent = { updates: false, timers: 0, watched: new WeakSet<VitestTestRunner>() }

/**
 * How many timers of Vitest itself are pending: it sends what happened to tests at most once in 100 ms, by a timer in
 * between. Waiting for that one at the end of a file would cost every file that time.
 */
export function updateTimers(): number {
  if (!unsent.updates) return 0
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  // At the very end of the 100 ms it sends nothing, and starts no other one: where a timer is gone, it may have been that one.
  if (timers < unsent.timers) unsent.updates = false
  unsent.timers = timers
  return unsent.updates ? 1 : 0
}

/** Notes that Vitest is about to change what it knows of a test. */
export function noteUpdate(): void {
  unsent.updates = true
  unsent.timers = 0
}

/** Notes when this runner sends its updates. */
export function watchUpdates(runner: VitestTestRunner): void {
  const { onTaskUpdate } = runner
  if (onTaskUpdate === undefined || unsent.watched.has(runner)) return
  unsent.watched.add(runner)
  runner.onTaskUpdate = (...args) => {
    unsent.updates = false
    return onTaskUpdate.apply(runner, args)
  }
}
