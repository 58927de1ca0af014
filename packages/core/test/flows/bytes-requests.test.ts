import { once } from 'node:events'
import http from 'node:http'
import net, { type Socket } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { ports } = far
const open: Socket[] = []
afterEach(async () => {
  open.splice(0).forEach((socket) => socket.destroy())
  await far.take()
})

const head = (line: string, host = 'localhost'): string => `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`

/** Connections to an HTTP server, and what a URL of it begins with. */
const lines = {
  'a TCP socket': {
    server: 'http' as const,
    connect: async () => opened(net.connect(ports.http, 'localhost'), 'connect'),
  },
  'a TLS socket': {
    server: 'https' as const,
    connect: async () => opened(tls.connect(ports.https, 'localhost', { rejectUnauthorized: false }), 'secureConnect'),
  },
  'a socket that a client left': {
    server: 'http' as const,
    connect: async () => {
      const agent = new http.Agent({ keepAlive: true })
      const request = http.get({ host: 'localhost', port: ports.http, path: '/v1/first', agent })
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      const { socket } = response
      await once(response.resume(), 'close')
      open.push(socket)
      return socket
    },
  },
}

describe.each(Object.entries(lines))('a request by hand on %s', (_, { server, connect }) => {
  const allow = `GET ${server}://localhost:${ports[server]}/v1/*`
  const write = async (...parts: readonly string[]): Promise<void> => {
    const socket = await connect()
    await far.take()
    await outcomeOf(async () => {
      const over = Promise.race([once(socket, 'data'), once(socket, 'close')])
      for (const part of parts) socket.write(part)
      await over
    })
  }

  test.each([
    ['another path', [head('GET /admin')]],
    ['another method', [head('DELETE /v1/x')]],
    ['a path that leads out', [head('GET /v1/../admin')]],
    ['a path with a space', [head('GET /admin x')]],
    ['several parts', ['GE', 'T /adm', 'in HTTP/1.1\r\nHost: localhost\r\n', '\r\n']],
    ['a host of another server', [head('GET /v1/x', 'target.example')]],
    ['a late host', ['GET /v1/x HTTP/1.1\r\nX: 1\r\nhOsT :', ' target.example\r\n\r\n']],
  ])('is judged by its URL: %s', async (_what, parts) => {
    const { violations } = await observeEgress({ allow }, () => write(...parts))

    expect(requests(await far.take())).toEqual([])
    expect(violations).toHaveLength(1)
    expect(violations[0]?.method).toMatch(/GET|DELETE/)
  })

  test('is judged after an allowed one', async () => {
    const { violations } = await observeEgress({ allow }, async () => {
      await write(head('GET /v1/x') + head('DELETE /admin'))
    })

    expect(requests(await far.take())).toEqual([])
    expect(violations).toMatchObject([{ method: 'DELETE' }])
  })

  test('reaches what a rule allows', async () => {
    await noEgress({ allow }, () => write(head('GET /v1/x')))
    await noEgress({ allow: `localhost:${ports[server]}` }, () => write(head('DELETE /admin', '127.0.0.1')))

    expect(requests(await far.take())).toEqual([`${server} DELETE /admin`])
  })

  test('is denied by its URL', async () => {
    const options = { allow: 'localhost', deny: `DELETE ${server}://localhost:${ports[server]}/admin` }
    const { violations } = await observeEgress(options, () => write(head('DELETE /admin')))

    expect(requests(await far.take())).toEqual([])
    expect(violations).toMatchObject([{ reason: 'denied' }])
  })
})

describe('a socket after an upgrade', () => {
  test.each([
    ['by its own scope', true],
    ['by a scope that may not', false],
  ])('carries no request by hand that is not allowed, %s', async (_, same) => {
    const allow = `GET http://localhost:${ports.http}/v1/*`
    const socket = await noEgress({ allow }, upgraded)
    const before = socket.bytesWritten
    const { violations } = await observeEgress(same ? { allow } : {}, () =>
      outcomeOf(async () => {
        const over = once(socket, 'close')
        socket.write(head('DELETE /admin'))
        await over
      }),
    )

    expect(violations).toHaveLength(1)
    expect(socket.bytesWritten).toBe(before)
  })
})

async function upgraded(): Promise<Socket> {
  const request = http.get({
    host: 'localhost',
    port: ports.http,
    path: '/v1/ws',
    agent: false,
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  })
  const [, socket] = (await once(request, 'upgrade')) as [unknown, Socket]
  open.push(socket.on('error', () => {}))
  return socket
}

async function opened<S extends Socket>(socket: S, event: string): Promise<S> {
  open.push(socket)
  socket.on('error', () => {})
  await once(socket, event)
  return socket
}

function requests(arrivals: readonly string[]): readonly string[] {
  return arrivals.filter((line) => !/ connection$| upgrade /.test(line))
}
