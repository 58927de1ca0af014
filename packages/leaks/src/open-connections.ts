import { createRequire } from 'node:module'
import { once } from 'node:events'
import type http from 'node:http'
import type * as ioredis from 'ioredis'
import type { Redis } from 'ioredis'
import type http2 from 'node:http2'
import type net from 'node:net'
import { text } from 'node:stream/consumers'
import type * as undici from 'undici'
import type { Far } from './far.ts'

const require = createRequire(import.meta.url)
const styles = ['callback', 'promise', 'stream'] as const

export type OpenStyle = (typeof styles)[number]

/** One connection for each style, since a refused use may close it. */
export interface OpenConnections {
  readonly agents: Readonly<Record<OpenStyle, http.Agent>>
  readonly clients: Readonly<Record<OpenStyle, undici.Client>>
  readonly sessions: Readonly<Record<OpenStyle, http2.ClientHttp2Session>>
  readonly sockets: Readonly<Record<OpenStyle, net.Socket>>
  readonly databases: Readonly<Record<OpenStyle, Redis>>
  /** To servers that no request is meant for. */
  readonly elsewhere: Readonly<Record<Elsewhere, net.Socket>>
  readonly clientElsewhere: undici.Client
}

const elsewhere = ['callback', 'captured', 'subclass', 'import', 'require'] as const

type Elsewhere = (typeof elsewhere)[number] | 'http2'

/** Opens connections as a program does that was started before the tool, and leaves them open. */
export async function openConnections({ open: { http, h2c, tcp, redis } }: Far): Promise<OpenConnections> {
  const url = `http://127.0.0.1:${http}`
  await (await fetch(url)).text()
  return {
    agents: await forEachStyle(() => openAgent(url)),
    clients: await forEachStyle(() => openClient(url)),
    sessions: await forEachStyle(() => openSession(`http://127.0.0.1:${h2c}`)),
    sockets: await forEachStyle(() => openSocket(tcp)),
    databases: await forEachStyle(() => openDatabase(redis)),
    elsewhere: await openElsewhere(http, h2c),
    clientElsewhere: await openClient(url),
  }
}

async function forEachStyle<T>(open: () => Promise<T>): Promise<Record<OpenStyle, T>> {
  return { callback: await open(), promise: await open(), stream: await open() }
}

async function openAgent(url: string): Promise<http.Agent> {
  const { Agent, get } = require('node:http') as typeof http
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const [response] = (await once(get(url, { agent }), 'response')) as [http.IncomingMessage]
  await text(response)
  await new Promise((resolve) => setImmediate(resolve))
  return agent
}

async function openClient(url: string): Promise<undici.Client> {
  const { Client } = require('undici') as typeof undici
  const client = new Client(url)
  const { body } = await client.request({ method: 'GET', path: '/' })
  await body.text()
  return client
}

async function openSession(url: string): Promise<http2.ClientHttp2Session> {
  const session = (require('node:http2') as typeof http2).connect(url)
  await once(session, 'connect')
  await text(session.request({ ':path': '/' }))
  return session
}

async function openElsewhere(http: number, h2c: number): Promise<Record<Elsewhere, net.Socket>> {
  const sockets = await Promise.all(elsewhere.map(async (style) => [style, await openSocket(http)] as const))
  // Every style has one.
  const byStyle = Object.fromEntries(sockets) as Record<(typeof elsewhere)[number], net.Socket>
  return { ...byStyle, http2: await openSocket(h2c) }
}

/** A client that gives up at once, as it would after some minutes. */
async function openDatabase(port: number): Promise<Redis> {
  const { Redis } = require('ioredis') as typeof ioredis
  const options = {
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  }
  const client = new Redis(port, '127.0.0.1', options).on('error', () => {})
  await client.set('before', 'the tool')
  return client
}

async function openSocket(port: number): Promise<net.Socket> {
  const socket = (require('node:net') as typeof net).connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}
