import type { Restore } from './replace-property.ts'
import { watchAssignment } from './watch-assignment.ts'

/**
 * Calls `use` with the first object that a constructor of Node assigns to a property of its instance, before other code
 * gets it. Making an instance just to look at it may take milliseconds. Returns an undo for both the waiting and `use`.
 */
export function firstValue(prototype: object, key: string, use: (value: object) => Restore): Restore {
  let restore: Restore | undefined
  const stop = watchAssignment(prototype, key, (instance, value, assign) => {
    assign(instance, value)
    if (typeof value !== 'object' || value === null) return
    stop()
    restore = use(value)
  })
  return () => (restore ?? stop)()
}
