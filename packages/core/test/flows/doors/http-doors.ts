import { Agent as AgentBase7 } from 'agent-base7'
import { Agent as AgentBase8 } from 'agent-base8'
import { Agent as AgentBase9 } from 'agent-base9'
import axios from 'axios'
import followRedirects from 'follow-redirects'
import got from 'got'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import http, { get, request, type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { type Door, type Outcome, outcomeOf, type Target } from './door.ts'

const require = createRequire(import.meta.url)
const required = require('node:http') as typeof http
// Taken before any guard is installed.
const captured = http.request
const early = { http: new http.Agent(), https: new https.Agent({ rejectUnauthorized: false }) }

class OwnAgent extends http.Agent {
  override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
    return super.createConnection(...args)
  }
}

class ConnectingAgent extends http.Agent {
  override createConnection(options: object): Duplex {
    return net.connect(options as net.NetConnectOpts)
  }
}

/** Ways to an HTTP/1 server by Node's own client and the libraries that use it. */
export const httpDoors: readonly Door[] = [
  plain('http.request with options', ({ host, port }) => http.request({ host, port, path, agent: false })),
  plain('http.request with hostname', ({ host, port }) => http.request({ hostname: host, port, path, agent: false })),
  plain('http.request with a URL', (target) => http.request(urlOf(target), { agent: false })),
  plain('http.request with a text and options', (target) => http.request(urlOf(target).href, { agent: false })),
  plain('http.request with its own Host header', ({ host, port }) => {
    return http.request({ host, port, path, agent: false, headers: { host: 'innocent.localhost' } })
  }),
  plain('http.request imported by name', (target) => request(urlOf(target), { agent: false })),
  plain('http.get imported by name', (target) => get(urlOf(target), { agent: false })),
  plain('http.request captured before the guard', (target) => captured(urlOf(target), { agent: false })),
  plain('http.request from require', (target) => required.request(urlOf(target), { agent: false })),
  plain('new http.ClientRequest', (target) => new http.ClientRequest(closing(target))),
  plain('http.request by POST with a body', (target) => {
    const posting = http.request(urlOf(target), { agent: false, method: 'POST' })
    posting.write('one ')
    return posting.end('two')
  }),
  plain('http.request with createConnection', (target) => {
    return http.request(urlOf(target), { createConnection: (options) => net.connect(options as net.NetConnectOpts) })
  }),
  plain('an agent made before the guard', (target) => http.request(urlOf(target), { agent: early.http })),
  plain('a keep-alive agent', (target) =>
    http.request(urlOf(target), { agent: new http.Agent({ keepAlive: true, timeout: 60_000 }) }),
  ),
  plain('an agent subclass', (target) => http.request(urlOf(target), { agent: new OwnAgent() })),
  plain('an agent subclass that connects itself', (target) =>
    http.request(urlOf(target), { agent: new ConnectingAgent() }),
  ),
  plain('an agent of agent-base 7', (target) => http.request(urlOf(target), { agent: new Based7() })),
  plain('an agent of agent-base 8', (target) => http.request(urlOf(target), { agent: new Based8() })),
  plain('an agent of agent-base 9', (target) => http.request(urlOf(target), { agent: new Based9() })),
  calling('follow-redirects', 'error', async (target) => {
    const asking = followRedirects.http.get(urlOf(target).href, { agent: false })
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    return { status: response.statusCode, body: await text(response) }
  }),
  calling('axios', 'cause', async (target) => {
    const { status, data } = await axios.get<string>(urlOf(target).href, { proxy: false, httpAgent: new http.Agent() })
    return { status, data }
  }),
  calling('axios by the fetch adapter', 'cause', async (target) => {
    const { status, data } = await axios.get<string>(urlOf(target).href, {
      adapter: 'fetch',
      headers: { connection: 'close' },
    })
    return { status, data }
  }),
  calling(
    'got',
    'cause',
    async (target) => {
      const { statusCode, body } = await got(urlOf(target), { agent: { http: new http.Agent() }, retry: { limit: 0 } })
      return { statusCode, body }
    },
    true,
  ),
]

/** The same over TLS. */
export const httpsDoors: readonly Door[] = [
  secure('https.request', (target) =>
    https.request(urlOf(target, 'https'), { rejectUnauthorized: false, agent: false }),
  ),
  secure('https.request with options', ({ host, port }) => {
    return https.request({ host, port, path, rejectUnauthorized: false, agent: new https.Agent() })
  }),
  secure('https.get', (target) =>
    https.get(urlOf(target, 'https'), { rejectUnauthorized: false, agent: new https.Agent() }),
  ),
  secure('an https agent made before the guard', (target) =>
    https.request(urlOf(target, 'https'), { agent: early.https }),
  ),
  secure('https.request with createConnection', (target) => {
    const options = { host: target.host, port: target.port, rejectUnauthorized: false }
    return https.request(urlOf(target, 'https'), { createConnection: () => tls.connect(options) })
  }),
]

const path = '/path?query=1'

class Based7 extends AgentBase7 {
  connect = (_request: unknown, options: object): Duplex => net.connect(options as net.NetConnectOpts)
}

class Based8 extends AgentBase8 {
  connect = (_request: unknown, options: object): Duplex => net.connect(options as net.NetConnectOpts)
}

class Based9 extends AgentBase9 {
  connect = (_request: unknown, options: object): Duplex => net.connect(options as net.NetConnectOpts)
}

/** The URL of a target. */
export function urlOf({ urlHost, port }: Target, scheme = 'http'): URL {
  return new URL(`${scheme}://${urlHost}:${port}${path}`)
}

/** As `new ClientRequest` takes it, which has no second argument for options; the global agent would keep the socket. */
function closing(target: Target): URL {
  return Object.assign(urlOf(target), { agent: false })
}

function plain(name: string, open: (target: Target) => ClientRequest): Door {
  return { name, server: 'http', shows: 'error', knock: (target) => watchRequest(open(target)) }
}

function secure(name: string, open: (target: Target) => ClientRequest): Door {
  return { name, server: 'https', shows: 'error', knock: (target) => watchRequest(open(target)) }
}

function calling(name: string, shows: Door['shows'], call: (target: Target) => Promise<unknown>, blind = false): Door {
  return { name, server: 'http', shows, blind, knock: (target) => outcomeOf(() => call(target)) }
}

/** Returns every event of a request in order until it is closed, and the whole response. */
function watchRequest(request: ClientRequest): Promise<Outcome> {
  const events: string[] = []
  const outcome: { error?: unknown } = {}
  for (const name of ['socket', 'finish', 'abort', 'timeout']) request.on(name, () => events.push(name))
  request.on('error', (error) => {
    events.push('error')
    outcome.error = error
  })
  return new Promise((resolve) => {
    request.on('response', (response: IncomingMessage) => {
      void text(response).then((body) => events.push(JSON.stringify([response.statusCode, response.rawHeaders, body])))
    })
    request.on('close', () => setImmediate(() => resolve({ events: [...events, 'close'], ...outcome })))
    request.end()
  })
}
