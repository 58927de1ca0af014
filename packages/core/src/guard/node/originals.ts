import { isUntouched } from './untouched.ts'

/** Node's own, whatever programs put in the place of `Function.prototype.call` and `Reflect.apply`. */
export const apply: typeof Reflect.apply = Reflect.apply

/**
 * Runs `fn` with the objects that all code of a realm shares as they were when the guard was loaded: a key on
 * `Object.prototype` would be read from every object of ours, and a replaced method would be called by ours.
 *
 * Nothing is put back where nothing has changed, which is nearly always: to see that takes some nanoseconds.
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

/** What could not be put back, since it can no longer be configured: the guard cannot rely on its own code then. */
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
/** What code of a realm shares, by what people call it. */
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

// One call for each: every process pays for it, and few ever put something back.
const originals: readonly Original[] = shared.map(([name, object]) => ({
  name,
  object: object ?? {},
  descriptors: getOwnPropertyDescriptors(object ?? {}),
}))

const usual: { readonly [key: PropertyKey]: true } = Object.assign(
  Object.create(null),
  Object.fromEntries(ownKeys(Object.prototype).map((key) => [key, true])),
)

/** What was found in a slot, for the way back; a list that no method of arrays is needed for. */
interface Change {
  readonly object: object
  readonly key: PropertyKey
  readonly found: PropertyDescriptor | undefined
  readonly before: Change | undefined
}

/** Puts the originals back and returns what takes them away again. */
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
    // A program that freezes its realm turns values into accessors that give the same value.
    if (found !== undefined && (descriptor.get ? found.get === descriptor.get : read(object, key) === descriptor.value))
      continue
    if (defineProperty(object, key, descriptor)) last = { object, key, found, before: last }
    else if (read(object, key) !== descriptor.value) kept.changed = `${name}.${String(key)}`
  }
  return last
}

/** A descriptor that inherits nothing: on the way back, `get` may be a key of all objects. */
function bare<T extends PropertyDescriptor | undefined>(descriptor: T): T {
  if (descriptor) setPrototypeOf(descriptor, null)
  return descriptor
}
