import { apply } from '../../node/originals.ts'

/** Marks a handle whose refusal is on its way: it looks as if it were connecting. */
export function markConnecting(handle: object): void {
  connecting.add(handle)
}

/** Whether the handle only looks as if it were connecting. */
export function isMarked(handle: object): boolean {
  return connecting.has(handle)
}

const connecting = new WeakSet<object>()

/**
 * What a second `connect` of a handle comes to: Node's own answer where the handle is connected, and so leads nowhere else.
 *
 * @param connect the native call
 */
export function connectAgain(handle: object, connect: () => number): number {
  const getpeername: unknown = Reflect.get(handle, 'getpeername')
  const isConnected = typeof getpeername === 'function' && apply(getpeername, handle, [{}]) === 0
  return isConnected ? connect() : alreadyConnecting()
}

/** Windows has a number of libuv's own. */
function alreadyConnecting(): number {
  return process.platform === 'win32' ? -4084 : -process.getBuiltinModule('node:os').constants.errno.EALREADY
}
