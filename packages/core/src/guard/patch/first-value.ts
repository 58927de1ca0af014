import { createAssignment } from './assign-own.ts'
import type { Restore } from './replace-property.ts'

/**
 * Calls `use` with the first object that a constructor of Node assigns to a property of its instance, before other code
 * gets it. Making an instance just to look at it may take milliseconds. Returns an undo for both the waiting and `use`.
 */
export function firstValue(prototype: object, key: string, use: (value: object) => Restore): Restore {
  const assign = createAssignment(key)
  let restore: Restore | undefined
  Object.defineProperty(prototype, key, {
    configurable: true,
    set(this: object, value: unknown) {
      assign(this, value)
      if (typeof value !== 'object' || value === null) return
      Reflect.deleteProperty(prototype, key)
      restore = use(value)
    },
  })
  return () => {
    if (restore) restore()
    else Reflect.deleteProperty(prototype, key)
  }
}
