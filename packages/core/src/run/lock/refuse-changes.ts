import type { Lock, LockChange } from './lock.ts'

/** The lock without some new entries, which were not accepted. */
export function refuseChanges(lock: Lock, refused: readonly LockChange[]): Lock {
  const names = new Set(refused.map(({ file, destination }) => `${file}\n${destination}`))
  const files = lock.files.map(({ file, destinations }) => ({
    file,
    destinations: destinations.filter(({ destination }) => !names.has(`${file}\n${destination}`)),
  }))
  return { ...lock, files: files.filter(({ destinations }) => destinations.length > 0) }
}

/** Whether a text names a destination of a lock: as the lock does, or by its host alone. */
export function isNamed(destination: string, text: string): boolean {
  return destination === text || destination.replace(/:(?:\d+|\*)$/, '') === text
}
