import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { http: port } = far.ports
const allow = `GET http://localhost:${port}/v1/*`
const warm = new http.Agent({ keepAlive: true, maxSockets: 1 })
afterAll(() => warm.destroy())

/** What code may do to a request between its creation and its first byte. */
const changes: Readonly<Record<string, (request: ClientRequest) => void>> = {
  'its path': (request) => {
    request.path = '/admin'
  },
  'its method': (request) => {
    request.method = 'DELETE'
  },
  'its path and method in a later turn': (request) => {
    request.path = '/admin'
    request.method = 'DELETE'
  },
  'its head': (request) => {
    Reflect.get(request, '_implicitHeader').call(request)
    Reflect.set(request, '_header', String(Reflect.get(request, '_header')).replace('/v1/x', '/admin'))
  },
  'its path to a second request': (request) => {
    request.path = '/v1/x HTTP/1.1\r\nHost: localhost\r\n\r\nDELETE /admin'
  },
}
const agents = { 'a new connection': () => false as const, 'a warm connection': () => warm }
const cells = Object.entries(changes).flatMap(([what, change]) =>
  Object.entries(agents).map(([how, agent]) => ({ what, change, how, agent })),
)

beforeEach(async () => {
  await read(http.get({ host: 'localhost', port, path: '/before', agent: warm }))
  await far.take()
})

test.each(cells)('a request that changes $what is judged as it leaves on $how', async ({ what, change, agent }) => {
  const refused: unknown[] = []
  const { violations } = await observeEgress({ allow }, async () => {
    const request = http.request({ host: 'localhost', port, path: '/v1/x', agent: agent() })
    const ended = read(request).catch(() => {})
    if (what.endsWith('turn')) await new Promise(setImmediate)
    try {
      change(request)
      request.end()
    } catch (error) {
      // Some versions of Node do not take such a path.
      refused.push(error)
      request.destroy()
    }
    await ended
  })

  expect(await arrived()).toEqual([])
  expect(violations).toHaveLength(refused.length === 0 ? 1 : 0)
})

test('a request that changes while it waits for a socket is judged as it leaves', async () => {
  const { violations } = await observeEgress({ allow }, async () => {
    const first = http.get({ host: 'localhost', port, path: '/v1/first', agent: warm })
    const second = http.request({ host: 'localhost', port, path: '/v1/x', agent: warm })
    second.path = '/admin'
    const ended = read(second.end()).catch(() => {})
    await read(first)
    await ended
  })

  expect(await arrived()).toEqual(['http GET /v1/first'])
  expect(violations).toHaveLength(1)
})

test('a request that changes to what a rule allows passes', async () => {
  const answer = await noEgress({ allow }, () => {
    const request = http.request({ host: 'localhost', port, path: '/v1/x', agent: warm })
    request.path = '/v1/y'
    return read(request.end())
  })

  expect(answer).toBe('far GET /v1/y ')
  expect(await arrived()).toEqual(['http GET /v1/y'])
})

async function read(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return text(response)
}

async function arrived(): Promise<readonly string[]> {
  return (await far.take()).filter((line) => !line.endsWith('connection'))
}
