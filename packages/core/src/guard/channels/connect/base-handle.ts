import { symbolOrKey } from '../../patch/native-handles.ts'

/** The native handle at the bottom of a socket. TLS and wrapped streams have another one below. */
export function baseHandle(socket: object): object | undefined {
  return bottomOf(symbolOrKey(socket, '_handle'))
}

/** The native handle at the bottom of another one. */
export function bottomOf(handle: unknown): object | undefined {
  let at = handle
  for (let depth = 0; depth < 8 && isObject(at); depth += 1) {
    const below = Reflect.get(at, '_parent') ?? streamBelow(at)
    if (!isObject(below)) return at
    at = below
  }
  return undefined
}

/** A TLS session over a JavaScript stream uses a wrapper that holds the stream. */
function streamBelow(handle: object): unknown {
  const wrap: unknown = Reflect.get(handle, '_parentWrap')
  const stream: unknown = isObject(wrap) ? Reflect.get(wrap, 'stream') : undefined
  return isObject(stream) ? symbolOrKey(stream, '_handle') : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
