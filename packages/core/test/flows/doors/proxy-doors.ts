import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import net, { type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import axios from 'axios'
import got from 'got'
import { HttpProxyAgent } from 'http-proxy-agent'
import { HttpProxyAgent as HttpProxyAgent7 } from 'http-proxy-agent7'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { HttpsProxyAgent as HttpsProxyAgent7 } from 'https-proxy-agent7'
import { SocksProxyAgent } from 'socks-proxy-agent'
import { SocksProxyAgent as SocksProxyAgent8 } from 'socks-proxy-agent8'
import { undicis } from './undici-doors.ts'

/** A way to ask for a URL through a proxy. */
export interface ProxyDoor {
  readonly name: string
  readonly target: 'http' | 'https'
  readonly proxy: 'proxy' | 'socks'
  /** Code speaks to it on a raw socket. It may ask a proxy of the tests, which connects under their policy. */
  readonly raw?: true
  get(url: URL, proxyPort: number): Promise<string>
}

/** Every kind of proxy client, to a target over HTTP and over TLS. */
export const proxyDoors: readonly ProxyDoor[] = [
  door('http', 'absolute form by hand', (url, port) => {
    return read(http.get({ host: '127.0.0.1', port, path: url.href, agent: false, headers: { host: url.host } }))
  }),
  door('http', 'CONNECT by hand', async (url, port) => overPlain(await tunnel(url, port), url)),
  door('https', 'CONNECT by hand', async (url, port) => overTls(await tunnel(url, port), url)),
  { ...door('https', 'CONNECT by hand on a raw socket', rawTunnel), raw: true },
  door('http', 'http.Agent with proxyEnv', (url, port) =>
    read(http.get(url, { agent: new http.Agent(proxyEnv(port)) })),
  ),
  door('https', 'https.Agent with proxyEnv', (url, port) => {
    return read(https.get(url, { agent: new https.Agent({ ...proxyEnv(port), ...insecure }) }))
  }),
  ...[HttpProxyAgent, HttpProxyAgent7].map((Agent, index) =>
    door('http', `http-proxy-agent ${[9, 7][index]}`, (url, port) =>
      read(http.get(url, { agent: new Agent(proxyUrl(port)) })),
    ),
  ),
  ...[HttpsProxyAgent, HttpsProxyAgent7].flatMap((Agent, index) => [
    door('https', `https-proxy-agent ${[9, 7][index]}`, (url, port) => {
      return read(https.get(url, { agent: new Agent(proxyUrl(port)), ...insecure }))
    }),
    door('http', `https-proxy-agent ${[9, 7][index]}`, (url, port) =>
      read(http.get(url, { agent: new Agent(proxyUrl(port)) })),
    ),
  ]),
  ...[SocksProxyAgent, SocksProxyAgent8].map((Agent, index): ProxyDoor => ({
    ...door('https', `socks-proxy-agent ${[10, 8][index]}`, (url, port) => {
      return read(https.get(url, { agent: new Agent(`socks5h://127.0.0.1:${port}`), ...insecure }))
    }),
    proxy: 'socks',
  })),
  door('http', 'axios', async (url, port) => {
    const { data } = await axios.get<string>(url.href, {
      proxy: { host: '127.0.0.1', port, protocol: 'http' },
      httpAgent: new http.Agent(),
    })
    return data
  }),
  door('https', 'got with an agent', (url, port) => {
    const agent = { https: new HttpsProxyAgent(proxyUrl(port)) }
    return got(url, { agent, https: { rejectUnauthorized: false }, retry: { limit: 0 } }).text()
  }),
  ...Object.entries(undicis).flatMap(([name, { ProxyAgent, EnvHttpProxyAgent, fetch, request }]) => {
    const ways = {
      ProxyAgent: (port: number) => new ProxyAgent({ uri: proxyUrl(port), requestTls: insecure }),
      'a ProxyAgent that always tunnels': (port: number) => {
        return new ProxyAgent({ uri: proxyUrl(port), requestTls: insecure, proxyTunnel: true })
      },
      EnvHttpProxyAgent: (port: number) => {
        return new EnvHttpProxyAgent({ httpProxy: proxyUrl(port), httpsProxy: proxyUrl(port), requestTls: insecure })
      },
    }
    return (['http', 'https'] as const).flatMap((target) =>
      Object.entries(ways).flatMap(([way, make]) => [
        door(target, `request by ${way} of ${name}`, (url, port) => {
          return using(make(port), async (dispatcher) => (await request(url, { dispatcher })).body.text())
        }),
        door(target, `fetch by ${way} of ${name}`, (url, port) => {
          return using(make(port), async (dispatcher) => (await fetch(url, { dispatcher })).text())
        }),
      ]),
    )
  }),
]

const insecure = { rejectUnauthorized: false } as const

function door(target: ProxyDoor['target'], name: string, get: ProxyDoor['get']): ProxyDoor {
  return { name: `${name} to ${target}`, target, proxy: 'proxy', get }
}

function proxyUrl(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** An option of Node 22.21 and 24 that the types of Node 22 do not know yet. */
function proxyEnv(port: number): http.AgentOptions {
  const options: http.AgentOptions & { proxyEnv: object } = {
    proxyEnv: { HTTP_PROXY: proxyUrl(port), HTTPS_PROXY: proxyUrl(port) },
  }
  return options
}

async function using<D extends { destroy(): Promise<void> }>(
  dispatcher: D,
  use: (dispatcher: D) => Promise<string>,
): Promise<string> {
  try {
    return await use(dispatcher)
  } finally {
    await dispatcher.destroy()
  }
}

async function read(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}

async function tunnel(url: URL, port: number): Promise<Socket> {
  const asking = http.request({ host: '127.0.0.1', port, method: 'CONNECT', path: url.host, agent: false }).end()
  const [, socket] = (await once(asking, 'connect')) as [IncomingMessage, Socket]
  return socket
}

async function rawTunnel(url: URL, port: number): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`CONNECT ${url.host} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  await once(socket, 'data')
  return overTls(socket, url)
}

function overPlain(socket: Socket, url: URL): Promise<string> {
  return read(http.get(url, { createConnection: () => socket }))
}

async function overTls(socket: Socket, url: URL): Promise<string> {
  const secure = tls.connect({ socket, servername: url.hostname, ...insecure })
  await once(secure, 'secureConnect')
  return read(https.get(url, { createConnection: () => secure }))
}
