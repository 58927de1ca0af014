import { Given } from '../../objects/hidden-property.ts'
import type { Restore } from './replace-property.ts'

/** Assigns a value to the key that is watched. */
type Assign = (object: object, value: unknown) => void

/**
 * Calls `assigned` in place of the first assignment of `key` to each object below `prototype`. Node sets some keys of
 * native objects at moments that nothing else shows.
 */
export function watchAssignment<O extends object>(
  prototype: object,
  key: PropertyKey,
  assigned: (object: O, value: unknown, assign: Assign) => void,
): Restore {
  const assign = createAssign(key)
  const set = function (this: O, value: unknown): void {
    assigned(this, value, assign)
  }
  Object.defineProperty(prototype, key, { configurable: true, set })
  // A later watch may have replaced this one.
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, key)?.set === set) Reflect.deleteProperty(prototype, key)
  }
}

/** Adds the key as a field of a class, which takes V8 a tenth of the time of `Object.defineProperty`. */
function createAssign(key: PropertyKey): Assign {
  let next: unknown
  class Field extends Given {
    [key] = next
  }
  return (object, value) => {
    next = value
    Reflect.construct(Field, [object])
    next = undefined
  }
}
