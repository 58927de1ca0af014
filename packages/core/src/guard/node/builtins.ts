import type childProcess from 'node:child_process'
import type crypto from 'node:crypto'
import type dgram from 'node:dgram'
import type dns from 'node:dns'
import type events from 'node:events'
import type http from 'node:http'
import type http2 from 'node:http2'
import type inspector from 'node:inspector'
import type module from 'node:module'
import type net from 'node:net'
import type os from 'node:os'
import type stream from 'node:stream'
import type workerThreads from 'node:worker_threads'

interface Builtins {
  readonly module: typeof module
  readonly net: typeof net
  readonly dgram: typeof dgram
  readonly dns: typeof dns
  readonly events: typeof events
  readonly http: typeof http
  readonly http2: typeof http2
  /** The modules behind `http` and `https`. */
  readonly httpAgent: Pick<typeof http, 'Agent'>
  readonly httpClient: Pick<typeof http, 'ClientRequest'>
  /** Missing where Node was built without it. */
  readonly inspector: typeof inspector | undefined
  readonly os: typeof os
  readonly stream: typeof stream
  readonly childProcess: typeof childProcess
  readonly crypto: typeof crypto
  readonly workerThreads: typeof workerThreads
}

const names: Readonly<Record<keyof Builtins, string>> = {
  module: 'module',
  net: 'net',
  dgram: 'dgram',
  dns: 'dns',
  events: 'events',
  http: 'http',
  http2: 'http2',
  httpAgent: '_http_agent',
  httpClient: '_http_client',
  inspector: 'inspector',
  os: 'os',
  stream: 'stream',
  childProcess: 'child_process',
  crypto: 'crypto',
  workerThreads: 'worker_threads',
}

/**
 * Modules of Node that many programs never load. Each loads when it is first read here.
 *
 * An `import` would load them at once, and together they cost more than the guard.
 */
export const builtins: Builtins = Object.defineProperties(
  {},
  Object.fromEntries(Object.keys(names).map((key) => [key, { configurable: true, get: () => load(key) }])),
) as Builtins

function load(key: string): unknown {
  const value: unknown = process.getBuiltinModule(names[key as keyof Builtins])
  Object.defineProperty(builtins, key, { value })
  return value
}
