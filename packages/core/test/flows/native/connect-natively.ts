import koffi from 'koffi'

/** A connection that the system's C library made, with no JavaScript between. */
export interface NativeConnection {
  close(): void
}

/** Connects to a port of 127.0.0.1 as native code does. */
export function connectNatively(port: number): NativeConnection {
  const libc = koffi.load('libc.so.6')
  const socket = libc.func('int socket(int domain, int type, int protocol)')
  const connect = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')
  const close = libc.func('int close(int descriptor)')
  const descriptor: unknown = socket(2, 1, 0)
  const address = Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  if (connect(descriptor, address, address.length) !== 0) throw new Error(`connect to port ${port} failed`)
  return { close: () => void close(descriptor) }
}
