import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import http2, { type Http2ServerRequest } from 'node:http2'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'
import { arrived } from './arrivals.ts'
import { certificate } from './certificate.ts'
import { listening } from './listening.ts'

/** HTTP/1 and WebSocket, plain and over TLS. */
export async function listenHttp(): Promise<{ http: number; https: number }> {
  const plain = http.createServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void answer('http', request, response),
  )
  const secure = https.createServer({ ...certificate, keepAliveTimeout: 60_000 }, (request, response) => {
    void answer('https', request, response)
  })
  const sockets = new WebSocketServer({ noServer: true })
  plain.on('connection', () => arrived('http connection'))
  secure.on('connection', () => arrived('https connection')).on('tlsClientError', () => {})
  plain.on('upgrade', (request, socket, head) => {
    arrived(`http upgrade ${request.url}`)
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('message', (message: Buffer) => {
        arrived(`ws ${message.toString()}`)
        ws.send(`echo ${message.toString()}`)
      })
    })
  })
  return { http: await listening(plain), https: await listening(secure) }
}

/** HTTP on a unix socket. */
export async function listenUnix(path: string): Promise<string> {
  const server = http.createServer((request, response) => void answer('unix', request, response))
  server.on('connection', () => arrived('unix connection')).on('clientError', (_error, socket) => socket.destroy())
  server.listen(path)
  await once(server, 'listening')
  return path
}

/** HTTP/2 with prior knowledge, and over TLS. */
export async function listenHttp2(): Promise<{ h2c: number; h2: number }> {
  const plain = http2.createServer((request, response) => void answer('h2c', request, response))
  const secure = http2.createSecureServer(
    { ...certificate },
    (request, response) => void answer('h2', request, response),
  )
  plain.on('session', () => arrived('h2c session')).on('sessionError', () => {})
  secure.on('session', () => arrived('h2 session')).on('sessionError', () => {})
  return { h2c: await listening(plain), h2: await listening(secure) }
}

/** What both versions of HTTP have in common. */
interface Answer {
  sendDate: boolean
  statusCode: number
  setHeader(name: string, value: string): unknown
  write(chunk: string): unknown
  end(chunk: string): unknown
}

/** The path decides the answer: `?to=…` redirects, `/events` streams, `/hold` never ends; any other is echoed. */
async function answer(name: string, request: IncomingMessage | Http2ServerRequest, response: Answer): Promise<void> {
  response.sendDate = false
  const path = request.url ?? '/'
  const { pathname, searchParams } = new URL(path, 'http://far.example')
  const body = await text(request).catch(() => undefined)
  // Its client left before the end.
  if (body === undefined) return
  arrived(`${name} ${request.method} ${path}${body === '' ? '' : ` ${body}`}`)
  const to = searchParams.get('to')
  if (pathname === '/hold') return
  if (pathname === '/events') {
    response.setHeader('content-type', 'text/event-stream')
    response.write('data: hello\n\n')
    return
  }
  if (to !== null) {
    response.statusCode = 302
    response.setHeader('location', to)
  }
  response.setHeader('x-far', name)
  response.end(`far ${request.method} ${path} ${body}`)
}
