import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { undicis } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { ports } = far
const warm = new http.Agent({ keepAlive: true, maxSockets: 1 })
const own = http.createServer((request, response) => response.end(`own ${request.headers.host}`))
beforeAll(() => once(own.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => {
  warm.destroy()
  own.close()
})
beforeEach(async () => {
  await read(http.get({ host: 'localhost', port: ports.http, path: '/before', agent: warm }))
  await far.take()
})

/** A way to ask a server for `/x` in the name of another one. */
interface Way {
  readonly name: string
  readonly server: 'http' | 'h2c'
  ask(host: string, port: number): Promise<unknown>
}

const agents = { 'a new connection': () => false as const, 'a warm connection': () => warm }
const ways: readonly Way[] = [
  ...Object.entries(agents).flatMap(([where, agent]): Way[] => {
    const make = (port: number, headers: http.OutgoingHttpHeaders | readonly string[] = {}): ClientRequest =>
      http.request({
        host: 'localhost',
        port,
        path: '/x',
        agent: agent(),
        headers: headers as http.OutgoingHttpHeaders,
      })
    return [
      { name: `a header on ${where}`, server: 'http', ask: (host, port) => read(make(port, { host }).end()) },
      {
        name: `a list of headers on ${where}`,
        server: 'http',
        ask: (host, port) => read(make(port, ['X-Early', '1', 'HOST', host]).end()),
      },
      {
        name: `a header set later on ${where}`,
        server: 'http',
        ask: async (host, port) => {
          const request = make(port)
          await new Promise(setImmediate)
          request.setHeader('Host', host)
          return read(request.end())
        },
      },
      {
        name: `a head that was rewritten on ${where}`,
        server: 'http',
        ask: (host, port) => {
          const request = make(port)
          Reflect.get(request, '_implicitHeader').call(request)
          const head = String(Reflect.get(request, '_header'))
          Reflect.set(request, '_header', head.replace(/Host: .*\r\n/, `Host: ${host}\r\n`))
          return read(request.end())
        },
      },
    ]
  }),
  // `fetch` writes its own `Host`.
  ...Object.entries(undicis).map(([name, { Client }]): Way => ({
    name: `a header of ${name}`,
    server: 'http',
    ask: async (host, port) => {
      const client = new Client(`http://localhost:${port}`)
      try {
        return await (await client.request({ path: '/x', method: 'GET', headers: { host } })).body.text()
      } finally {
        await client.destroy()
      }
    },
  })),
  { name: 'the authority of a stream', server: 'h2c', ask: (host, port) => overHttp2(port, { ':authority': host }) },
  { name: 'the host of a stream', server: 'h2c', ask: (host, port) => overHttp2(port, { host }) },
  {
    name: 'the authority of a session',
    server: 'h2c',
    ask: (host, port) => overHttp2(port, {}, `http://${host}`),
  },
]

describe.each(ways)('a host in $name', ({ server, ask }) => {
  const port = ports[server]
  const allow = `localhost:${port}`

  test('that is another server is judged like one behind a proxy', async () => {
    const { violations } = await observeEgress({ allow }, () => outcomeOf(() => ask('target.example', port)))

    expect(await asked()).toEqual([])
    expect(violations).toMatchObject([{ host: 'target.example', method: 'GET', outcome: 'blocked' }])
    expect(violations[0]?.url).toMatch(/^http:\/\/target\.example(:80)?\/x$/)
  })

  test('that is another server is reached where a rule allows it', async () => {
    await noEgress({ allow: [allow, 'http://target.example/x'] }, () => ask('target.example', port))

    expect(await asked()).toEqual([`${server} GET /x`])
  })

  test('that is denied is not reached', async () => {
    const options = { allow: [allow, 'target.example'], deny: 'target.example' }
    const { violations } = await observeEgress(options, () => outcomeOf(() => ask('target.example:8080', port)))

    expect(await asked()).toEqual([])
    expect(violations).toMatchObject([{ host: 'target.example', port: 8080, reason: 'denied' }])
  })

  test('that is another spelling of the same server is not judged again', async () => {
    await noEgress({ allow }, async () => {
      for (const host of ['LOCALHOST.', `127.0.0.1:${port}`, 'app.localhost:1', '[::1]:80']) await ask(host, port)
    })

    expect(await asked()).toHaveLength(4)
  })
})

describe('a server of the tests', () => {
  test('answers in any name', async () => {
    const { port } = own.address() as AddressInfo
    const { violations } = await observeEgress({ deny: 'target.example' }, async () => {
      for (const { server, ask } of ways) if (server === 'http') await ask('target.example', port)
    })

    expect(violations).toEqual([])
  })
})

test('a request over a unix socket names its server as it likes', async () => {
  const answer = await noEgress({ allow: `unix:${far.unixPath}` }, () =>
    read(http.get({ socketPath: far.unixPath, path: '/x', headers: { host: 'docker' }, agent: false })),
  )

  expect(answer).toBe('far GET /x ')
})

test('a request for a proxy on a unix socket is judged by its URL', async () => {
  const { violations } = await observeEgress({ allow: `unix:${far.unixPath}` }, () =>
    outcomeOf(() => read(http.get({ socketPath: far.unixPath, path: 'http://target.example/x', agent: false }))),
  )

  expect(violations).toMatchObject([{ host: 'target.example', url: 'http://target.example/x' }])
  expect((await far.take()).filter((line) => line.endsWith('/x'))).toEqual([])
})

async function asked(): Promise<readonly string[]> {
  return (await far.take()).filter((line) => line.endsWith(' /x'))
}

async function overHttp2(port: number, headers: http2.OutgoingHttpHeaders, name = 'http://localhost'): Promise<string> {
  const session = http2.connect(name, { createConnection: () => net.connect(port, 'localhost') })
  session.on('error', () => {})
  try {
    return await text(session.request({ ':path': '/x', ...headers }))
  } finally {
    session.destroy()
  }
}

async function read(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}
