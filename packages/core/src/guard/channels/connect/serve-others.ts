import type { Ownership } from '../../capabilities/ownership.ts'

/**
 * Marks what arrives on a native handle as caused by other code: connections of a server, and bytes on a connection
 * that other code than its opener writes to. Node sets the listener of a handle once, before it starts.
 */
export function serveOthers(ownership: Ownership, handle: object, key: 'onconnection' | 'onmessage' | 'onread'): void {
  const listener: unknown = Reflect.get(handle, key)
  if (typeof listener !== 'function' || marked.has(handle)) return
  marked.add(handle)
  Reflect.set(handle, key, function (this: unknown, ...args: unknown[]): unknown {
    return ownership.serve(() => Reflect.apply(listener, this, args) as unknown)
  })
}

const marked = new WeakSet<object>()
