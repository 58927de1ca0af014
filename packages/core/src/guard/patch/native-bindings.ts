import { apply } from '../node/originals.ts'
import type { WriteHandle } from './write-handle.ts'

/** Functions of Node's bindings that have no prototype to stand on; absent under `--permission`. */
export interface NativeBindings {
  readonly cares: Record<'getaddrinfo' | 'getnameinfo', (...args: unknown[]) => number> | undefined
  readonly tlsWrap: TlsWrap | undefined
  readonly spawnSync: { spawn(options: unknown): unknown } | undefined
}

/** The native TLS session: the name it announces is the target behind a hand-written proxy. */
export interface TlsWrap extends WriteHandle {
  setServername(name: string): void
  start(): void
}

/** Reads the bindings, or leaves them out where the permission model forbids it. */
export function findNativeBindings(): NativeBindings {
  const cares = binding('cares_wrap')
  const tls = binding('tls_wrap')?.['TLSWrap']
  return {
    cares: cares as NativeBindings['cares'],
    spawnSync: binding('spawn_sync') as NativeBindings['spawnSync'],
    tlsWrap: typeof tls === 'function' ? (tls.prototype as TlsWrap) : undefined,
  }
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
  const made = binding(name)?.[key]
  return typeof made === 'function' ? (made.prototype as object) : undefined
}

function binding(name: string): Record<string, unknown> | undefined {
  const read: unknown = Reflect.get(process, 'binding')
  if (typeof read !== 'function') return undefined
  try {
    return withoutWarning(() => apply(read, process, [name]) as Record<string, unknown>)
  } catch {
    return undefined
  }
}

/** Under `--pending-deprecation` Node warns of these functions, once, and of nothing that the program can change. */
function withoutWarning<T>(fn: () => T): T {
  const real = process.getBuiltinModule('node:process')
  const before = Object.getOwnPropertyDescriptor(real, 'noDeprecation')
  Object.defineProperty(real, 'noDeprecation', { value: true, configurable: true, writable: true, enumerable: true })
  try {
    return fn()
  } finally {
    if (before) Object.defineProperty(real, 'noDeprecation', before)
    else Reflect.deleteProperty(real, 'noDeprecation')
  }
}
