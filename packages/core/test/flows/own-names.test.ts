import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import inspector from 'node:inspector'
import net from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, fetch as undiciFetch, interceptors, WebSocket } from 'undici7'
import { expect, onTestFinished, test } from 'vitest'
import { type EgressOptions, observeEgress } from '../../src/index.ts'

/** An unguarded server, on IPv4 alone, which counts what arrives. */
async function foreign(): Promise<{ port: number; arrived: unknown[] }> {
  const source = `
    const server = require('node:http').createServer((request, response) => {
      process.send(request.url)
      response.end('foreign')
    })
    server.listen(0, '127.0.0.1', () => process.send(server.address().port))`
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [port] = (await once(child, 'message')) as [number]
  const arrived: unknown[] = []
  child.on('message', (message) => arrived.push(message))
  return { port, arrived }
}

const loopback: net.LookupFunction = (_, { all }, callback) => {
  if (all) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}

async function serve(
  listener?: http.RequestListener,
  host = '127.0.0.1',
): Promise<{ server: http.Server; port: number }> {
  const server = http.createServer(listener ?? ((_, response) => void response.end('own'))).listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, port: (server.address() as net.AddressInfo).port }
}

/** The value, where nothing was blocked. */
async function allowed<T>(run: () => Promise<T>, options: EgressOptions = {}): Promise<T> {
  const observed = await observeEgress(options, run)
  expect(observed.violations).toEqual([])
  if ('error' in observed) throw observed.error
  return observed.value
}

const inOrder =
  (...addresses: readonly string[]): net.LookupFunction =>
  (_, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: net.isIP(address) }))
    if (all) callback(null, found)
    else callback(null, addresses[0] ?? '', net.isIP(addresses[0] ?? ''))
  }

test.each([
  ['127.0.0.1', '::1'],
  ['::1', '127.0.0.1'],
])('a server at %s has the name localhost, also where the system gives %s for it first', async (host, other) => {
  const { port } = await serve(undefined, host)
  const lookup = inOrder(other, host)
  const observed = await observeEgress({}, async () => {
    const [response] = (await once(http.get({ host: 'localhost', port, lookup, agent: false }), 'response')) as [
      http.IncomingMessage,
    ]
    response.resume()
    const socket = net.connect({ host: 'localhost', port, lookup })
    await once(socket, 'connect')
    socket.destroy()
    // A client that tries one address alone is refused as without the guard.
    const [error] = (await once(
      net.connect({ host: 'localhost', port, lookup, autoSelectFamily: false }),
      'error',
    )) as [NodeJS.ErrnoException]
    return error.code
  })

  expect(observed).toMatchObject({ value: 'ECONNREFUSED', violations: [] })
  expect(observed.attempts.filter(({ outcome }) => outcome === 'blocked')).toEqual([])
})

test('a foreign server at the other address of localhost receives nothing, and nothing is reported', async () => {
  const { port, arrived } = await foreign()
  const server = http.createServer((_, response) => void response.end('own')).listen(port, '::1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const lookup = inOrder('127.0.0.1', '::1')

  const text = await allowed(async () => {
    const dispatcher = new Agent({ connect: { lookup } })
    onTestFinished(() => dispatcher.close())
    return await (await undiciFetch(`http://localhost:${port}/`, { dispatcher })).text()
  })

  expect(text).toBe('own')
  expect(arrived).toEqual([])
})

test('the lookup of an undici agent may give an own server any name', async () => {
  const text = await allowed(async () => {
    const { port } = await serve()
    const dispatcher = new Agent({ connect: { lookup: loopback } })
    onTestFinished(() => dispatcher.close())
    return await (await undiciFetch(`http://api.pinned.test:${port}/`, { dispatcher })).text()
  })

  expect(text).toBe('own')
})

test('a foreign server on the port of an own one is blocked under a name that the lookup of an undici agent gives', async () => {
  const { port, arrived } = await foreign()
  const observed = await observeEgress({}, async () => {
    const own = net.createServer().listen({ host: '::1', port })
    await once(own, 'listening')
    const dispatcher = new Agent({ connect: { lookup: loopback } })
    await undiciFetch(`http://api.pinned.test:${port}/`, { dispatcher }).catch(() => {})
    await dispatcher.close()
    own.close()
  })

  expect(observed).toMatchObject({ value: undefined, violations: [{ host: 'api.pinned.test', port }] })
  expect(arrived).toEqual([])
})

test('a connection to a foreign server on the port of an own one is not reused under such a name', async () => {
  const { port, arrived } = await foreign()
  const dispatcher = new Agent({ connect: { lookup: loopback } })
  onTestFinished(() => dispatcher.close())
  const get = async (path: string): Promise<unknown> =>
    await (await undiciFetch(`http://api.pinned.test:${port}${path}`, { dispatcher })).text()
  await get('/opened')
  const observed = await observeEgress({}, async () => {
    const own = net.createServer().listen({ host: '::1', port })
    await once(own, 'listening')
    await get('/reused').catch(() => {})
    own.close()
  })

  expect(observed).toMatchObject({ value: undefined, violations: [{ host: 'api.pinned.test', port }] })
  expect(arrived).toEqual(['/opened'])
})

test('the lookup of http.get and net.connect may give an own server any name', async () => {
  const status = await allowed(async () => {
    const { port } = await serve()
    const socket = net.connect({ host: 'db.pinned.test', port, lookup: loopback })
    await once(socket, 'connect')
    socket.destroy()
    const request = http.get({ host: 'api.pinned.test', port, lookup: loopback, agent: false })
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.resume()
    return response.statusCode
  })

  expect(status).toBe(200)
})

test('a DNS interceptor of undici leaves a URL rule as it is', async () => {
  const { port } = await serve()
  const dispatcher = new Agent().compose(
    interceptors.dns({
      lookup: (_origin, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4, ttl: 1000 }]),
    }),
  )
  onTestFinished(() => dispatcher.close())
  const get = async (path: string): Promise<number> =>
    (await undiciFetch(`http://api.pinned.test:${port}${path}`, { dispatcher })).status

  await expect(allowed(() => get('/v1/x'))).resolves.toBe(200)
})

test('a WebSocket over HTTP/2 reaches an own server', async () => {
  const opened = await allowed(async () => {
    const server = http2.createServer({ settings: { enableConnectProtocol: true } })
    server.on('stream', (stream, headers) => {
      if (headers[':method'] === 'CONNECT') stream.respond({ ':status': 200 })
      else stream.respond({ ':status': 404 }, { endStream: true })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as net.AddressInfo
    const session = http2.connect(`http://localhost:${port}`)
    onTestFinished(() => {
      session.destroy()
      server.close()
    })
    await once(session, 'remoteSettings')
    const stream = session.request({
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': 'http',
      ':path': '/chat',
      ':authority': 'chat.example',
    })
    const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders]
    return headers[':status']
  })

  expect(opened).toBe(200)
})

test('a WebSocket of undici reaches an own server under another name', async () => {
  const { server, port } = await serve()
  server.on('upgrade', (request, socket: net.Socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    request.resume()
  })
  const dispatcher = new Agent({ connect: { lookup: loopback } })
  onTestFinished(() => dispatcher.close())

  await allowed(async () => {
    await once(new WebSocket(`ws://chat.pinned.test:${port}/`, { dispatcher }), 'error')
  })
})

test('CONNECT / reaches an own server', async () => {
  const status = await allowed(async () => {
    const { server, port } = await serve()
    server.on('connect', (_, socket: net.Socket) => socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n'))
    const request = http.request({ host: '127.0.0.1', port, method: 'CONNECT', path: '/', agent: false }).end()
    const [response] = (await once(request, 'connect')) as [http.IncomingMessage]
    return response.statusCode
  })

  expect(status).toBe(405)
})

test.each(['http://target.example/', 'https://target.example/v1'])(
  'an own proxy that answers %s by itself is not egress to the target',
  async (path) => {
    const text = await allowed(async () => {
      const { port } = await serve((request, response) => void response.end(`answered ${request.url}`))
      const request = http.get({ host: '127.0.0.1', port, path, agent: false })
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      return (await response.toArray()).join('')
    })

    expect(text).toBe(`answered ${path}`)
  },
)

test('a tunnel of an own proxy that answers by itself is not egress to the target', async () => {
  const status = await allowed(async () => {
    const { server, port } = await serve()
    server.on('connect', (_, socket: net.Socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const request = http
      .request({ host: '127.0.0.1', port, method: 'CONNECT', path: 'target.example:443', agent: false })
      .end()
    const [response] = (await once(request, 'connect')) as [http.IncomingMessage]
    return response.statusCode
  })

  expect(status).toBe(407)
})

test.skipIf(process.platform === 'win32')('a unix server is an own one through a symbolic link, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-link-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'real'))
  symlinkSync(join(folder, 'real'), join(folder, 'link'))

  await allowed(async () => {
    for (const [bound, asked] of [
      ['real/a', 'link/a'],
      ['link/b', 'real/b'],
    ] as const) {
      const server = net.createServer((socket) => socket.end()).listen(join(folder, bound))
      await once(server, 'listening')
      await once(net.connect(join(folder, asked)).resume(), 'close')
      server.close()
    }
  })
})

test('an own server may have the name of this machine', async () => {
  const text = await allowed(async () => {
    const { port } = await serve(undefined, '0.0.0.0')
    return await (await fetch(`http://${hostname()}:${port}/`)).text()
  })

  expect(text).toBe('own')
})

test("the inspector's page is an own server", async () => {
  const { pathname, status } = await allowed(async () => {
    inspector.open(0, '127.0.0.1')
    onTestFinished(() => inspector.close())
    const url = new URL(inspector.url() ?? '')
    const response = await fetch(`http://${url.host}/json`)
    return { pathname: url.pathname, status: response.status }
  })

  expect(pathname).not.toBe('/')
  expect(status).toBe(200)
})
