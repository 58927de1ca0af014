import type { Ownership } from '../../capabilities/ownership.ts'

/**
 * Marks what a native handle of a server answers: others cause it. Node sets the listener of a handle once, before it starts to
 * listen.
 */
export function serveOthers(ownership: Ownership, handle: object, key: 'onconnection' | 'onmessage'): void {
  const listener: unknown = Reflect.get(handle, key)
  if (typeof listener !== 'function') return
  Reflect.set(handle, key, function (this: unknown, ...args: unknown[]): unknown {
    return ownership.serve(() => Reflect.apply(listener, this, args) as unknown)
  })
}
