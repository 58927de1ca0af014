import dns from 'node:dns'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { inspect } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { isEgressBlockedError, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const closed = await freePort()

type Emitter = NodeJS.EventEmitter
/** Each calls something that emits, with only the recorder as a listener. */
const callers: [string, (port: number) => Emitter][] = [
  ['net.connect by address', (port) => net.connect(port, '127.0.0.1')],
  ['net.connect by name', (port) => net.connect({ port, host: 'localhost' })],
  ['net.connect without happy eyeballs', (port) => net.connect({ port, host: 'localhost', autoSelectFamily: false })],
  ['net.connect with a write pending', (port) => written(net.connect(port, '127.0.0.1'))],
  ['net.connect ended at once', (port) => net.connect(port, '127.0.0.1').end('x')],
  ['tls.connect', (port) => tls.connect(port, '127.0.0.1')],
  ['http.request', (port) => http.request({ port, host: '127.0.0.1', agent: false }).end()],
  ['http.request by name', (port) => http.request({ port, host: 'localhost', agent: false }).end()],
  ['http.request that is never ended', (port) => http.request({ port, host: '127.0.0.1', agent: false })],
  [
    'http.request by an agent',
    (port) => http.get({ port, host: '127.0.0.1', agent: new http.Agent({ keepAlive: true }) }),
  ],
  ['https.request', (port) => https.request({ port, host: '127.0.0.1', agent: false }).end()],
  ['http2.connect', (port) => http2.connect(`http://127.0.0.1:${port}`)],
  ['http2.connect over TLS', (port) => http2.connect(`https://127.0.0.1:${port}`)],
]

const named = /by name|happy/

describe.each(callers)('%s', (name, call) => {
  const refused: { events?: readonly string[] } = {}
  // Without the guard, to a port where nothing listens.
  beforeAll(async () => {
    refused.events = (await record(call(closed))).events
  })

  test('emits the events of a refused connection when it is blocked, and our error', async () => {
    const port = far.ports.http
    const { value, violations } = (await observeEgress(() => record(call(port)))) as unknown as {
      value: { events: readonly string[]; error: NodeJS.ErrnoException }
      violations: readonly unknown[]
    }

    // A name is refused at its lookup: before a server learns of it, and as an unknown name.
    const expected = name.includes('connect') && named.test(name) ? ['lookup', 'error', 'close'] : refused.events
    expect(value.events).toEqual(expected)
    expect(violations).toHaveLength(1)
    const { error } = value
    expect(isEgressBlockedError(error)).toBe(true)
    expect(error).toMatchObject({ name: 'EgressBlockedError', code: 'ERR_EGRESS_BLOCKED', evidence: { port } })
    expect(error.cause).toMatchObject({ code: 'EACCES', errno: -13, syscall: 'connect' })
    expect(error.message).toMatch(/^Egress blocked: /)
    expect(error.stack).toContain('failing.test.ts')
  })

  test('leaves no handle open', async () => {
    const before = openHandles()
    await observeEgress(() => record(call(far.ports.http)))
    await new Promise((resolve) => setImmediate(resolve))

    expect(openHandles()).toBeLessThanOrEqual(before)
    expect(await far.take()).toEqual([])
  })
})

test('a blocked connection that code destroyed in the same turn emits no error', async () => {
  const { value } = (await observeEgress(() =>
    record(net.connect(far.ports.tcp, '127.0.0.1').destroy()),
  )) as unknown as {
    value: { events: readonly string[] }
  }

  expect(value.events).toEqual(['close'])
})

test('happy eyeballs keep the aggregate error of all addresses as the cause', async () => {
  const observed = await observeEgress(async () => {
    const socket = net.connect({ host: 'two.example', port: far.ports.tcp, lookup: bothFamilies })
    const [error] = (await once(socket, 'error').catch((error: unknown) => [error])) as [Error]
    return error
  })

  expect('value' in observed && observed.value).toSatisfy(isEgressBlockedError)
  expect('value' in observed && observed.value.cause).toMatchObject({
    code: 'EACCES',
    errors: [{ address: '127.0.0.1' }, { address: '::1' }],
  })
  expect(await far.take()).toEqual([])
})

test('a blocked DNS lookup never fails in the call itself', async () => {
  const order: string[] = []
  await observeEgress(
    () =>
      new Promise<void>((resolve) => {
        dns.lookup('secret.invalid', () => {
          order.push('callback')
          resolve()
        })
        order.push('returned')
      }),
  )

  expect(order).toEqual(['returned', 'callback'])
})

test('an error prints its cause and no secret of the URL', async () => {
  const { value } = (await observeEgress(async () => {
    const [error] = (await once(
      http.get(`http://user:hunter2@127.0.0.1:${far.ports.http}/p?key=hunter3`),
      'error',
    )) as [Error]
    return error
  })) as { value: Error }

  expect(inspect(value)).toContain('[cause]')
  expect(inspect(value)).not.toMatch(/hunter/)
})

function record(emitter: Emitter): Promise<{ events: readonly string[]; error?: unknown }> {
  const events: string[] = []
  const outcome: { error?: unknown } = {}
  for (const name of [
    'lookup',
    'connectionAttempt',
    'connectionAttemptFailed',
    'connect',
    'ready',
    'socket',
    'finish',
    'abort',
    'end',
  ]) {
    emitter.on(name, () => events.push(name))
  }
  emitter.on('error', (error) => {
    events.push('error')
    outcome.error = error
  })
  return new Promise((resolve) => {
    emitter.on('close', () => setImmediate(() => resolve({ events: [...events, 'close'], ...outcome })))
  })
}

const bothFamilies: net.LookupFunction = (_host, _options, done) => {
  done(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ])
}

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.endsWith('Wrap')).length
}

function written(socket: net.Socket): net.Socket {
  socket.write('x')
  return socket
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
