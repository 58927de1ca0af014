import type { Restore } from './replace-property.ts'

/** One undo for many, run last in, first out. */
export function restoreAll(restores: Restore[]): Restore {
  return () => {
    for (let restore = restores.pop(); restore; restore = restores.pop()) restore()
  }
}
