import http, { type ClientRequest, type RequestOptions } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { http: port } = far.ports
const allow = [`GET http://localhost:${port}/v1/*`, `POST http://localhost:${port}/v1/*`]
const agent = new http.Agent({ keepAlive: true })
afterAll(() => agent.destroy())

const smuggled = 'DELETE /admin HTTP/1.1\r\nHost: localhost\r\n\r\n'

interface Way {
  readonly what: string
  readonly options?: RequestOptions
  /** Sends the request, and more than it has announced. */
  readonly send: (request: ClientRequest) => unknown
}

const post = (headers: http.OutgoingHttpHeaders): RequestOptions => ({ method: 'POST', headers })

const ways: readonly Way[] = [
  {
    what: 'to the socket, once the request is sent',
    send: (request) => request.end().on('finish', () => request.socket?.write(smuggled)),
  },
  {
    what: 'to the socket, once an answer comes',
    send: (request) => request.end().prependListener('response', () => request.socket?.write(smuggled)),
  },
  {
    what: 'to the socket, before the request is sent',
    send: (request) => request.on('socket', (socket) => socket.write(smuggled)) && setImmediate(() => request.end()),
  },
  {
    what: 'to the socket, amid a body in chunks',
    options: { method: 'POST' },
    send: (request) => {
      request.write('ok')
      const end = (): unknown => request.socket?.write(`0\r\n\r\n${smuggled}`)
      request.on('socket', (socket) => socket.once('connect', () => setImmediate(end)))
    },
  },
  {
    what: 'behind the length of the body',
    options: post({ 'Content-Length': 2 }),
    send: (request) => request.end(`ok${smuggled}`),
  },
  {
    what: 'after the length of the body, in a separate write',
    options: post({ 'Content-Length': 2 }),
    send: (request) => request.write('ok') && request.end(smuggled),
  },
  {
    what: 'behind an empty line, in two writes',
    options: post({ 'Content-Length': 0 }),
    send: (request) => request.write(`\r\n${smuggled.slice(0, 9)}`) && request.end(smuggled.slice(9)),
  },
  { what: 'as the body of a GET', send: (request) => request.end(smuggled) },
  {
    what: 'as a body that no header announces',
    options: { method: 'POST' },
    send: (request) => {
      request.removeHeader('Transfer-Encoding')
      request.useChunkedEncodingByDefault = false
      request.end(smuggled)
    },
  },
]

test.each(ways)('a request that code writes $what is judged as one', async ({ options, send }) => {
  const { violations } = await observeEgress({ allow }, async () => {
    const request = http.request({ host: 'localhost', port, path: '/v1/x', agent, ...options })
    const closed = new Promise((resolve) => request.on('error', () => {}).on('close', resolve))
    request.on('response', (response) => response.on('error', () => {}).resume())
    send(request)
    await closed
  })
  agent.destroy()

  expect(violations).toMatchObject([{ channel: 'tcp', method: 'DELETE', url: `http://localhost:${port}/admin` }])
  expect((await far.take()).filter((one) => one.includes('DELETE'))).toEqual([])
})

test.each([
  ['of its length', post({ 'Content-Length': smuggled.length }), [smuggled]],
  ['in chunks', { method: 'POST' }, [smuggled, smuggled]],
  ['in chunks of buffers', { method: 'POST' }, [Buffer.from(smuggled), Buffer.from('ü')]],
  ['in chunks with a trailer', post({ Trailer: 'x' }), [smuggled]],
] as const)('a body %s may look like a request', async (_, options, parts) => {
  const { violations } = await observeEgress({ allow }, async () => {
    for (let round = 0; round < 2; round += 1) {
      const request = http.request({ host: 'localhost', port, path: '/v1/x', agent, ...options })
      for (const part of parts) request.write(part)
      request.end()
      await new Promise((resolve, reject) => {
        request.on('error', reject).on('response', (response) => response.on('end', resolve).resume())
      })
    }
  })
  agent.destroy()

  expect(violations).toEqual([])
  expect((await far.take()).filter((one) => one.startsWith('http POST /v1/x'))).toHaveLength(2)
})
