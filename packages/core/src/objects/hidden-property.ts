/** A property on another library's objects that only its holder can read. */
export interface HiddenProperty<T> {
  get(object: object): T | undefined
  set(object: object, value: T): void
}

/**
 * Creates a property that is stored in the objects as a private field. A `WeakMap` would do the same, but each entry
 * costs a tenth of a microsecond, and more at every garbage collection. Objects that cannot be extended go into a
 * `WeakMap`.
 */
export function createHiddenProperty<T>(): HiddenProperty<T> {
  class Field extends Given {
    #value: T

    constructor(object: object, value: T) {
      super(object)
      this.#value = value
    }

    static get(object: object): T | undefined {
      return #value in object ? object.#value : unextendable.get(object)
    }

    static set(object: object, value: T): void {
      if (#value in object) object.#value = value
      else if (Object.isExtensible(object)) Reflect.construct(Field, [object, value])
      else unextendable.set(object, value)
    }
  }
  const unextendable = new WeakMap<object, T>()
  return Field
}

/** A class adds its fields to the object that its parent's constructor returns. Types only know parents that are classes. */
export const Given = function (object: object): object {
  return object
} as unknown as new (object: object) => object
