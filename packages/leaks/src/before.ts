import { createRequire } from 'node:module'
import type childProcess from 'node:child_process'
import type dgram from 'node:dgram'
import type dns from 'node:dns'
import type http from 'node:http'
import type http2 from 'node:http2'
import type https from 'node:https'
import type net from 'node:net'
import type tls from 'node:tls'
import type workers from 'node:worker_threads'
import type * as undici from 'undici'
import type ws from 'ws'
import { type Far, startFar } from './far.ts'
import { loadNative, type Native } from './native.ts'
import { openConnections, type OpenConnections } from './open-connections.ts'

/** What code has in its hands when the tool comes. */
export interface Before {
  readonly far: Far
  readonly open: OpenConnections
  readonly native: Native
  readonly httpRequest: typeof http.request
  readonly httpsRequest: typeof https.request
  readonly fetch: typeof fetch
  readonly undiciRequest: typeof undici.request
  readonly undiciAgent: undici.Agent
  readonly connect: typeof net.connect
  readonly connectTls: typeof tls.connect
  readonly connectHttp2: typeof http2.connect
  readonly WebSocket: typeof WebSocket
  readonly EventSource: typeof undici.EventSource
  readonly ws: typeof ws
  readonly send: dgram.Socket['send']
  readonly lookup: typeof dns.lookup
  readonly resolve4: dns.Resolver['resolve4']
  readonly spawn: typeof childProcess.spawn
  readonly Worker: typeof workers.Worker
}

const key = Symbol.for('agentguard.leaks')
const require = createRequire(import.meta.url)

/** Takes everything; call it before the tool is loaded. */
export async function prepare(): Promise<void> {
  const far = await startFar()
  const { EventSource, Agent, request } = require('undici') as typeof undici
  const before: Before = {
    far,
    open: await openConnections(far),
    native: loadNative(),
    httpRequest: (require('node:http') as typeof http).request,
    httpsRequest: (require('node:https') as typeof https).request,
    fetch: globalThis.fetch,
    undiciRequest: request,
    undiciAgent: new Agent(),
    connect: (require('node:net') as typeof net).connect,
    connectTls: (require('node:tls') as typeof tls).connect,
    connectHttp2: (require('node:http2') as typeof http2).connect,
    WebSocket: globalThis.WebSocket,
    EventSource,
    ws: require('ws') as typeof ws,
    send: (require('node:dgram') as typeof dgram).Socket.prototype.send,
    lookup: (require('node:dns') as typeof dns).lookup,
    resolve4: (require('node:dns') as typeof dns).Resolver.prototype.resolve4,
    spawn: (require('node:child_process') as typeof childProcess).spawn,
    Worker: (require('node:worker_threads') as typeof workers).Worker,
  }
  Object.assign(globalThis, { [key]: before })
}

/** What was taken. */
export function takenBefore(): Before {
  const before: unknown = Reflect.get(globalThis, key)
  if (before === undefined) throw new Error('The preload has not run: start this process with `--import preload.ts`')
  // No other code knows the key.
  return before as Before
}
