import { createRequire } from 'node:module'
import { once } from 'node:events'
import type http from 'node:http'
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
}

/** Opens connections as a program does that was started before the tool, and leaves them open. */
export async function openConnections({ open: { http, h2c, tcp } }: Far): Promise<OpenConnections> {
  const url = `http://127.0.0.1:${http}`
  await (await fetch(url)).text()
  return {
    agents: await forEachStyle(() => openAgent(url)),
    clients: await forEachStyle(() => openClient(url)),
    sessions: await forEachStyle(() => openSession(`http://127.0.0.1:${h2c}`)),
    sockets: await forEachStyle(() => openSocket(tcp)),
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

async function openSocket(port: number): Promise<net.Socket> {
  const socket = (require('node:net') as typeof net).connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}
