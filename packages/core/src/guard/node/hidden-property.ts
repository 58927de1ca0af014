/** A property of objects that belong to somebody else: nobody but its holder can see it. */
export interface HiddenProperty<T> {
  get(object: object): T | undefined
  set(object: object, value: T): void
}

/**
 * Creates a property, stored in the objects as a private field: a `WeakMap` does the same, but each entry costs a tenth of a
 * microsecond and more at every garbage collection. Objects that cannot be extended have to do with one.
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

/** A class puts its fields on whatever object the constructor that it extends returns; types know only classes that do not. */
const Given = function (object: object): object {
  return object
} as unknown as new (object: object) => object
