import koffi from 'koffi'

/** A connection that the system's C library made, with no JavaScript between. */
export interface NativeConnection {
  readonly descriptor: number
  close(): void
}

/** Where to, and whether by datagrams. */
export interface NativeDestination {
  readonly port: number
  readonly address?: string
  readonly datagrams?: boolean
}

/** Connects to a unix socket as native code does. */
export function connectNativelyTo(path: string): NativeConnection {
  const libc = koffi.load('libc.so.6')
  const descriptor = Number(libc.func('int socket(int domain, int type, int protocol)')(1, 1, 0))
  const bytes = Buffer.from(`\x01\0${path}\0`)
  const connect = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')
  if (connect(descriptor, bytes, bytes.length) !== 0) throw new Error(`connect to ${path} failed`)
  return { descriptor, close: () => void libc.func('int close(int descriptor)')(descriptor) }
}

/** Connects as native code does, by default to 127.0.0.1. */
export function connectNatively({
  port,
  address = '127.0.0.1',
  datagrams = false,
}: NativeDestination): NativeConnection {
  const libc = koffi.load('libc.so.6')
  const socket = libc.func('int socket(int domain, int type, int protocol)')
  const connect = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')
  const close = libc.func('int close(int descriptor)')
  const descriptor = Number(socket(2, datagrams ? 2 : 1, 0))
  const bytes = Buffer.from([2, 0, port >> 8, port & 255, ...address.split('.').map(Number), 0, 0, 0, 0, 0, 0, 0, 0])
  if (connect(descriptor, bytes, bytes.length) !== 0) throw new Error(`connect to ${address}:${port} failed`)
  return { descriptor, close: () => void close(descriptor) }
}
