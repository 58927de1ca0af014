import { createRequire } from 'node:module'
import type koffi from 'koffi'

const require = createRequire(import.meta.url)

/** Connections that the system's C library makes, with no JavaScript between. */
export interface Native {
  connect(port: number): void
  connectLater(port: number, done: (error: Error | null) => void): void
}

/** Binds the functions of the C library by what `koffi` gives, or by the addon as `require` finds it. */
export function loadNative(library: typeof koffi = require('koffi') as typeof koffi): Native {
  const libc = library.load('libc.so.6')
  const socket = libc.func('int socket(int domain, int type, int protocol)')
  const connect = libc.func('int connect(int descriptor, const uint8_t *address, uint32_t length)')
  return {
    connect(port) {
      const error = check(connect(socket(2, 1, 0), addressOf(port), 16))
      if (error) throw error
    },
    connectLater(port, done) {
      connect.async(socket(2, 1, 0), addressOf(port), 16, (error: Error | null, status: unknown) => {
        done(error ?? check(status))
      })
    },
  }
}

function check(status: unknown): Error | null {
  return status === 0 ? null : new Error('connect failed')
}

/** `struct sockaddr_in` of 127.0.0.1. */
function addressOf(port: number): Buffer {
  return Buffer.from([2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
}
