import { apply } from '../node/originals.ts'
import type { Restore } from './replace-property.ts'
import { whenBindingLoaded } from './when-loaded.ts'
import type { WriteHandle } from './write-handle.ts'

/** The native TLS session: the name it announces is the target behind a hand-written proxy. */
export interface TlsWrap extends WriteHandle {
  setServername(name: string): void
  start(): void
}

/** What a binding gives. */
export type Binding = Readonly<Record<string, unknown>>

/**
 * Patches what a binding to native code gives: before any other code gets it, or now where it is loaded. Returns the undo.
 *
 * @param without Where no program gets at a binding, as under `--permission`.
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

/** How native streams tell Node of the write that they were asked for last. */
export interface StreamState {
  /** Says that it goes on in a later turn, with so many bytes. */
  wrote(bytes: number): void
}

/** Reads it, where a binding gives it. */
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

/** A native class's prototype, where a binding gives it; far cheaper than to make an object of it. */
export function bindingPrototype(name: string, key: string): object | undefined {
  const found = binding(name)
  return found && prototypeIn(found, key)
}

/** The prototype of a class that a binding gives. */
export function prototypeIn(found: Binding, key: string): object | undefined {
  const made = found[key]
  return typeof made === 'function' ? (made.prototype as object) : undefined
}

const real = process.getBuiltinModule('node:process')
// Programs may take it away.
const read: unknown = Reflect.get(real, 'binding')

/** Node's types say that there is always a permission model; it is there when it is on. */
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

/** Under `--pending-deprecation` Node warns of these functions, once, and of nothing that the program can change. */
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
