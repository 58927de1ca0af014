import { createHiddenProperty } from '../../objects/hidden-property.ts'

type Key = 'message' | 'stack' | 'evidence'

/** How to make each text of an error. */
export type Texts = { readonly [key in Key]?: () => unknown }

/**
 * Defines texts of an error that are made when they are first read, and that a program may overwrite.
 *
 * All errors share their accessors. V8 would make a hidden class for each error that has its own, at a quarter of the cost of a
 * blocked datagram.
 */
export function lazyTexts(error: Error, texts: Texts): void {
  waiting.set(error, texts)
  // Safe, since callers pass only these keys.
  for (const key of Object.keys(texts) as Key[]) Object.defineProperty(error, key, accessors[key])
}

/**
 * Runs code that reads the stack of an error only to have it formatted, as Node's streams do with the error that
 * destroys them.
 *
 * Our stack would be formatted there with all its evidence, at half the cost of a blocked connection, though most code
 * never reads it.
 */
export function withoutStacks<T>(run: () => T): T {
  const before = hidden.stacks
  hidden.stacks = true
  try {
    return run()
  } finally {
    hidden.stacks = before
  }
}

// Each copy of this package has its own. The copy that installed the channels creates the errors.
const hidden = { stacks: false }

const waiting = createHiddenProperty<Texts>()

const accessors: Readonly<Record<Key, PropertyDescriptor>> = {
  message: accessorOf('message'),
  stack: accessorOf('stack'),
  evidence: accessorOf('evidence'),
}

function accessorOf(key: Key): PropertyDescriptor {
  return {
    get(this: object): unknown {
      if (key === 'stack' && hidden.stacks) return ''
      const error = ownerOf(this)
      return error && settle(error, key, waiting.get(error)?.[key]?.())
    },
    set(this: object, value: unknown): void {
      settle(ownerOf(this) ?? this, key, value)
    },
    configurable: true,
    enumerable: false,
  }
}

/** The error itself, or the one that an object inherits from. */
function ownerOf(receiver: object): object | undefined {
  let at: object | null = receiver
  while (at && waiting.get(at) === undefined) at = Object.getPrototypeOf(at) as object | null
  return at ?? undefined
}

function settle(error: object, key: Key, value: unknown): unknown {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
  return value
}
