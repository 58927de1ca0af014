import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { create } from 'axios'
import type { Far } from '../far/start-far.ts'
import { undicis } from './undici-doors.ts'

/** A client that keeps one connection, and asks everything over it. */
export interface Pool {
  readonly name: string
  /** Starts an arrival's line: `http GET /path`. */
  readonly server: string
  get(path: string): Promise<string>
  close(): unknown
}

/** One pool of each kind, all to the far servers. */
export function openPools({ ports, unixPath }: Far): Pool[] {
  const [plain, secure] = [`http://127.0.0.1:${ports.http}`, `https://127.0.0.1:${ports.https}`]
  return [
    agentPool('an http agent', 'http', { maxSockets: 1 }, { host: '127.0.0.1', port: ports.http }),
    agentPool(
      'an http agent with maxTotalSockets',
      'http',
      { maxTotalSockets: 1 },
      { host: '127.0.0.1', port: ports.http },
    ),
    agentPool('an http agent on a unix socket', 'unix', { maxSockets: 1 }, { socketPath: unixPath }),
    httpsPool(ports.https),
    axiosPool(plain),
    ...Object.entries(undicis).flatMap(([name, { Agent, Client, Pool, fetch, request }]) => {
      const insecure = { rejectUnauthorized: false }
      const agent = new Agent({ connections: 1, pipelining: 1 })
      const fetching = new Agent({ connections: 1 })
      const secured = new Agent({ connections: 1, connect: insecure })
      const h2 = new Agent({ connections: 1, allowH2: true, connect: insecure })
      const client = new Client(plain)
      const pool = new Pool(plain, { connections: 1 })
      const requesting = (dispatcher: typeof agent, origin: string) => async (path: string) => {
        return (await request(origin + path, { dispatcher })).body.text()
      }
      const direct = (dispatcher: typeof client | typeof pool) => async (path: string) => {
        return (await dispatcher.request({ path, method: 'GET' })).body.text()
      }
      return [
        poolOf(`an Agent of ${name}`, 'http', requesting(agent, plain), agent),
        poolOf(`an Agent of ${name} over TLS`, 'https', requesting(secured, secure), secured),
        poolOf(`an Agent of ${name} over HTTP/2`, 'h2', requesting(h2, `https://127.0.0.1:${ports.h2}`), h2),
        poolOf(
          `fetch of ${name}`,
          'http',
          async (path) => (await fetch(plain + path, { dispatcher: fetching })).text(),
          fetching,
        ),
        poolOf(`a Client of ${name}`, 'http', direct(client), client),
        poolOf(`a Pool of ${name}`, 'http', direct(pool), pool),
      ]
    }),
    { name: 'fetch', server: 'http', get: async (path) => (await fetch(plain + path)).text(), close: () => {} },
    sessionPool('an HTTP/2 session', 'h2c', http2.connect(`http://127.0.0.1:${ports.h2c}`)),
    sessionPool(
      'an HTTP/2 session over TLS',
      'h2',
      http2.connect(`https://127.0.0.1:${ports.h2}`, { rejectUnauthorized: false }),
    ),
  ]
}

function poolOf(name: string, server: string, get: Pool['get'], dispatcher: { destroy(): Promise<void> }): Pool {
  return { name, server, get, close: () => dispatcher.destroy() }
}

function agentPool(name: string, server: string, limits: http.AgentOptions, to: http.RequestOptions): Pool {
  const agent = new http.Agent({ keepAlive: true, ...limits })
  return { name, server, get: (path) => read(http.get({ ...to, path, agent })), close: () => agent.destroy() }
}

function httpsPool(port: number): Pool {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
  const get = (path: string): Promise<string> => read(https.get({ host: '127.0.0.1', port, path, agent }))
  return { name: 'an https agent', server: 'https', get, close: () => agent.destroy() }
}

function axiosPool(origin: string): Pool {
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const client = create({ httpAgent, proxy: false, responseType: 'text' })
  const get = async (path: string): Promise<string> => (await client.get<string>(origin + path)).data
  return { name: 'axios', server: 'http', get, close: () => httpAgent.destroy() }
}

async function read(request: http.ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return text(response)
}

function sessionPool(name: string, server: string, session: http2.ClientHttp2Session): Pool {
  session.on('error', () => {})
  return { name, server, get: (path) => text(session.request({ ':path': path })), close: () => session.destroy() }
}
