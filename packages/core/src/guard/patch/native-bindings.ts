import { apply } from '../node/originals.ts'
import type { Restore } from './replace-property.ts'
import { whenBindingLoaded } from './when-loaded.ts'
import type { WriteHandle } from './write-handle.ts'

/** The native TLS session. The name that it announces is the target behind a hand-written proxy client. */
export interface TlsWrap extends WriteHandle {
  setServername(name: string): void
  start(): void
}

/** The exports of a binding. */
export type Binding = Readonly<Record<string, unknown>>

/**
 * Patches the exports of a binding to native code: before other code gets them, or now if it is loaded. Returns the
 * undo.
 *
 * @param without Used where programs cannot read a binding, as under `--permission`.
 */
export function withBinding(
  name: string,
  patch: (binding: Binding) => Restore | undefined,
  without: () => Restore = nothing,
): Restore {
  if (!canRead()) return without()
  return whenBindingLoaded(name, () => {
    const found = binding(name)
    return found ? patch(found) : without()
  })
}

/** Patches the native TLS session. */
export function withTls(patch: (prototype: TlsWrap) => Restore): Restore {
  return withBinding('tls_wrap', (found) => {
    const prototype = prototypeIn(found, 'TLSWrap')
    return prototype && patch(prototype as TlsWrap)
  })
}

/** How a native stream reports its last write to Node. */
export interface StreamState {
  /** Reports that the write continues in a later turn, and how many bytes it has. */
  wrote(bytes: number): void
}

/** Reads that state, where a binding exposes it. */
export function streamState(): StreamState | undefined {
  const { streamBaseState, kBytesWritten, kLastWriteWasAsync, kLastWriteErr } = binding('stream_wrap') ?? {}
  if (!(streamBaseState instanceof Int32Array)) return undefined
  if (typeof kBytesWritten !== 'number' || typeof kLastWriteWasAsync !== 'number') return undefined
  return {
    wrote: (bytes) => {
      streamBaseState[kBytesWritten] = bytes
      streamBaseState[kLastWriteWasAsync] = 1
      if (typeof kLastWriteErr === 'number') streamBaseState[kLastWriteErr] = 0
    },
  }
}

/** A native class's prototype, where a binding exposes it. Far cheaper than making an instance. */
export function bindingPrototype(name: string, key: string): object | undefined {
  const found = binding(name)
  return found && prototypeIn(found, key)
}

/** The prototype of a class that a binding exports. */
export function prototypeIn(found: Binding, key: string): object | undefined {
  const made = found[key]
  return typeof made === 'function' ? (made.prototype as object) : undefined
}

const real = process.getBuiltinModule('node:process')
// Read early, since programs may remove it.
const read: unknown = Reflect.get(real, 'binding')

/** Node's types always have a permission model. At run time it exists only when it is on. */
function canRead(): boolean {
  return typeof read === 'function' && (real.permission as typeof real.permission | undefined) === undefined
}

function binding(name: string): Binding | undefined {
  if (typeof read !== 'function') return undefined
  try {
    return withoutWarning(() => apply(read, real, [name]) as Binding)
  } catch {
    return undefined
  }
}

function nothing(): Restore {
  return () => {}
}

/** Under `--pending-deprecation` Node warns once about these functions. The program could do nothing about that. */
function withoutWarning<T>(fn: () => T): T {
  const before = Object.getOwnPropertyDescriptor(real, 'noDeprecation')
  Object.defineProperty(real, 'noDeprecation', { value: true, configurable: true, writable: true, enumerable: true })
  try {
    return fn()
  } finally {
    if (before) Object.defineProperty(real, 'noDeprecation', before)
    else Reflect.deleteProperty(real, 'noDeprecation')
  }
}
