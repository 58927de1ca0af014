import type { Channel } from './channel.ts'
import { children } from './child-process.ts'
import { lookup } from './dns.ts'
import { execve } from './execve.ts'
import { extensions } from './extensions.ts'
import { ffi } from './ffi.ts'
import { httpRequests } from './http.ts'
import { http2 } from './http2.ts'
import { native } from './native.ts'
import { permission } from './permission.ts'
import { pipe } from './pipe.ts'
import { resolver } from './resolver.ts'
import { socket } from './socket.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { udp } from './udp.ts'
import { undici } from './undici.ts'
import { workers } from './worker.ts'

/** Every door out that the guard watches, in the order of installation. */
export const allChannels: readonly Channel[] = [
  native,
  ffi,
  extensions,
  tcp,
  pipe,
  udp,
  lookup,
  resolver,
  tls,
  socket,
  httpRequests,
  undici,
  http2,
  children,
  workers,
  execve,
  // Last, so that it does not hear how the others find their handles.
  permission,
]
