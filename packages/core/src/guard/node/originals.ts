import { isUntouched } from './untouched.ts'

/** Node's own, even if a program replaced `Function.prototype.call` and `Reflect.apply`. */
export const apply: typeof Reflect.apply = Reflect.apply

/**
 * Runs `fn` with a realm's shared objects as they were when the guard was loaded. Otherwise our objects would inherit a
 * key that code added to `Object.prototype`, and our code would call methods that code replaced.
 *
 * Nearly always nothing has changed and nothing is put back. That check takes a few nanoseconds.
 */
export function withOriginals<T>(fn: () => T): T {
  if (isUntouched()) return fn()
  const restore = putBack()
  try {
    return fn()
  } finally {
    restore()
  }
}

/** The first object that could not be put back because it is no longer configurable. The guard cannot rely on its own code then. */
export function changedForGood(): string | undefined {
  return kept.changed
}

const kept: { changed: string | undefined } = { changed: undefined }
const {
  defineProperty,
  deleteProperty,
  get: read,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
  setPrototypeOf,
} = Reflect
const { getOwnPropertyDescriptors } = Object

const array: unknown[] = []
/** Objects that all code of a realm shares, by their usual names. */
const shared: readonly (readonly [name: string, object: object | null])[] = [
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Array iterators', getPrototypeOf(array[Symbol.iterator]())],
  ['Map.prototype', Map.prototype],
  ['Map iterators', getPrototypeOf(new Map()[Symbol.iterator]())],
  ['Set.prototype', Set.prototype],
  ['Set iterators', getPrototypeOf(new Set()[Symbol.iterator]())],
  ['WeakMap.prototype', WeakMap.prototype],
  ['WeakRef.prototype', WeakRef.prototype],
  ['String.prototype', String.prototype],
  ['RegExp.prototype', RegExp.prototype],
  ['Function.prototype', Function.prototype],
  ['Error.prototype', Error.prototype],
  ['Number', Number],
  ['Object', Object],
  ['Array', Array],
  ['Reflect', Reflect],
  ['JSON', JSON],
]

interface Original {
  readonly name: string
  readonly object: object
  readonly descriptors: { readonly [key: PropertyKey]: PropertyDescriptor }
}

// One call for each: every process pays for this list, and few ever put anything back.
const originals: readonly Original[] = shared.map(([name, object]) => ({
  name,
  object: object ?? {},
  descriptors: getOwnPropertyDescriptors(object ?? {}),
}))

const usual: { readonly [key: PropertyKey]: true } = Object.assign(
  Object.create(null),
  Object.fromEntries(ownKeys(Object.prototype).map((key) => [key, true])),
)

/** What a slot held before, to restore it later. A linked list, since that needs no array method. */
interface Change {
  readonly object: object
  readonly key: PropertyKey
  readonly found: PropertyDescriptor | undefined
  readonly before: Change | undefined
}

/** Puts the originals back, and returns a function that undoes this. */
function putBack(): () => void {
  kept.changed = undefined
  const last = putBackMethods(takeKeys())
  return () => {
    for (let at = last; at; at = at.before) {
      if (at.found) defineProperty(at.object, at.key, at.found)
      else deleteProperty(at.object, at.key)
    }
  }
}

function takeKeys(): Change | undefined {
  let last: Change | undefined
  const keys = ownKeys(Object.prototype)
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? ''
    if (usual[key]) continue
    const found = bare(getOwnPropertyDescriptor(Object.prototype, key))
    if (deleteProperty(Object.prototype, key)) last = { object: Object.prototype, key, found, before: last }
    else kept.changed = `Object.prototype.${String(key)}`
  }
  return last
}

function putBackMethods(first: Change | undefined): Change | undefined {
  let last = first
  for (let at = 0; at < originals.length; at++) {
    const original = originals[at]
    if (original) last = putBackObject(original, last)
  }
  return last
}

function putBackObject({ name, object, descriptors }: Original, first: Change | undefined): Change | undefined {
  let last = first
  const keys = ownKeys(descriptors)
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? ''
    const descriptor = bare(descriptors[key])
    const found = bare(getOwnPropertyDescriptor(object, key))
    if (!descriptor) continue
    // A program that freezes its realm turns values into accessors that return the same value.
    if (found !== undefined && (descriptor.get ? found.get === descriptor.get : read(object, key) === descriptor.value))
      continue
    if (defineProperty(object, key, descriptor)) last = { object, key, found, before: last }
    else if (read(object, key) !== descriptor.value) kept.changed = `${name}.${String(key)}`
  }
  return last
}

/** A descriptor without a prototype. While changes are restored, `Object.prototype` may have a `get`. */
function bare<T extends PropertyDescriptor | undefined>(descriptor: T): T {
  if (descriptor) setPrototypeOf(descriptor, null)
  return descriptor
}
