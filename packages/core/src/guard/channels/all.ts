import type { Channel } from '../capabilities/channel.ts'
import { bytes } from './bytes/bytes.ts'
import { childProcesses } from './start/child-process.ts'
import { lookup } from './dns/dns.ts'
import { reports } from './dns/reports.ts'
import { execve } from './start/execve.ts'
import { extensions } from './native/extensions.ts'
import { ffi } from './native/ffi.ts'
import { httpRequests } from './http/http.ts'
import { http2 } from './http/http2.ts'
import { native } from './native/native.ts'
import { permission } from './connect/permission.ts'
import { pipe } from './connect/pipe.ts'
import { resolver } from './dns/resolver.ts'
import { socket } from './connect/socket.ts'
import { tcp } from './connect/tcp.ts'
import { tls } from './connect/tls.ts'
import { udp } from './connect/udp.ts'
import { undici } from './http/undici.ts'
import { workers } from './start/worker.ts'

/** All channels that the guard watches, in the order of installation. */
export const allChannels: readonly Channel[] = [
  native,
  ffi,
  extensions,
  tcp,
  pipe,
  udp,
  lookup,
  resolver,
  reports,
  tls,
  bytes,
  socket,
  httpRequests,
  undici,
  http2,
  childProcesses,
  workers,
  execve,
  // Last, so that it does not report how the others find their handles.
  permission,
]
