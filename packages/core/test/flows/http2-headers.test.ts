import { once } from 'node:events'
import http2, { type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { h2c } = far.ports
const session = http2.connect(`http://localhost:${h2c}`)
await once(session, 'connect')
afterAll(() => session.destroy())
const allow = `GET http://localhost:${h2c}/v1/*`
const changing = ['/v1/x']

const sensitive = { [http2.sensitiveHeaders]: ['secret'] }
const withLists = { accept: ['a', 'b'], secret: 'x', ['__proto__']: 'one', __PROTO__: 'two', ...sensitive }
// Asked before anything installs the guard.
const asBare = await Promise.all(
  [
    ['an object with lists', () => withLists] as const,
    ['a list of names and values', () => Object.assign(['accept', 'a', 'secret', 'x'], sensitive)] as const,
  ].map(async ([name, headers]) => [name, headers, await sentBy(headers())] as const),
)
await arrived()

// A form that a version of Node refuses must not arrive either; one that it takes is blocked.
test.each<[string, OutgoingHttpHeaders | readonly unknown[]]>([
  ['a method in a list', { ':method': ['DELETE'], ':path': '/v1/x' }],
  ['a path in a list', { ':path': ['/admin'] }],
  ['a name in capitals', { ':METHOD': 'DELETE', ':path': '/v1/x' }],
  ['a path in capitals', { ':Path': '/admin' }],
  ['a list of names and values', [':method', 'DELETE', ':path', '/v1/x']],
  ['a list with a name in capitals', [':METHOD', 'DELETE', ':path', '/v1/x']],
  ['a list with a path in capitals', [':method', 'GET', ':PATH', '/admin']],
  ['a value with its own text', { ':path': { toString: () => '/admin' } as unknown as string }],
  ['a WebSocket by extended CONNECT', { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/admin' }],
])('a request with %s is judged as it is written', async (_, headers) => {
  const { violations } = await observeEgress({ allow }, () => ask(session, headers).catch(() => {}))

  expect(await arrived()).toEqual([])
  expect(violations).toHaveLength(1)
})

test('a list of values that changes while the session connects changes nothing that is sent', async () => {
  await observeEgress({ allow }, async () => {
    const connecting = http2.connect(`http://localhost:${h2c}`)
    const asked = ask(connecting, { ':path': changing as unknown as string })
    changing[0] = '/admin'
    await asked.catch(() => {}).finally(() => connecting.destroy())
  })

  expect((await arrived()).filter((line) => line.includes('/admin'))).toEqual([])
})

test('a request in any spelling passes where a rule allows what it asks for', async () => {
  await noEgress({ allow }, () => ask(session, { ':method': 'GET', ':path': ['/v1/x'] as unknown as string }))
  expect(await arrived()).toEqual(['h2c GET /v1/x'])
})

test('an extended CONNECT to an own server passes', async () => {
  const server = http2.createServer({ settings: { enableConnectProtocol: true } })
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 })
    stream.end('own')
  })
  const answer = await noEgress(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const own = http2.connect(`http://127.0.0.1:${port}`)
    await once(own, 'remoteSettings')
    const headers = { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat' }
    return ask(own, headers).finally(() => own.destroy())
  }).finally(() => server.close())
  expect(answer).toBe('own')
})

async function ask(on: ClientHttp2Session, headers: OutgoingHttpHeaders | readonly unknown[]): Promise<string> {
  const stream = on.request(headers as OutgoingHttpHeaders)
  stream.setTimeout(2000, () => stream.close())
  return text(stream)
}

async function arrived(): Promise<readonly string[]> {
  return (await far.take()).filter((line) => !line.endsWith('session'))
}

test.each(asBare)('the headers of an allowed request in %s are sent as without the guard', async (_, headers, bare) => {
  expect(await noEgress({ allow: 'localhost' }, () => sentBy(headers()))).toEqual(bare)
  await arrived()
})

/** What Node says that it sends, with the sensitive headers, or its error. */
async function sentBy(headers: OutgoingHttpHeaders | readonly unknown[]): Promise<unknown> {
  try {
    // Node 24 and later also take a list.
    const stream = session.request(headers as OutgoingHttpHeaders)
    const { sentHeaders } = stream
    stream.close()
    await once(stream, 'close')
    return Reflect.ownKeys(sentHeaders).map((key) => [key, Reflect.get(sentHeaders, key)])
  } catch (error) {
    return String(error)
  }
}
