import { apply } from '../../node/originals.ts'

/** Marks a handle whose refusal is pending. To the program it appears to be connecting. */
export function markConnecting(handle: object): void {
  connecting.add(handle)
}

/** Whether the refusal of the handle is pending. */
export function isMarked(handle: object): boolean {
  return connecting.has(handle)
}

const connecting = new WeakSet<object>()

/**
 * The result of a second `connect` on a handle. A connected one gets Node's own error, since it cannot lead elsewhere.
 *
 * @param connect the native call
 */
export function connectAgain(handle: object, connect: () => number): number {
  const getpeername: unknown = Reflect.get(handle, 'getpeername')
  const isConnected = typeof getpeername === 'function' && apply(getpeername, handle, [{}]) === 0
  return isConnected ? connect() : alreadyConnecting()
}

/** On Windows, libuv defines the number. */
function alreadyConnecting(): number {
  return process.platform === 'win32' ? -4084 : -process.getBuiltinModule('node:os').constants.errno.EALREADY
}
