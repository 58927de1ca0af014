import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { BoundAt } from '../../../src/guard/scope/bound-at.ts'
import { createOwnListeners } from '../../../src/guard/scope/own-listeners.ts'
import { canonicalPath } from '../../../src/guard/scope/own-paths.ts'
import type { BoundHandle } from '../../../src/guard/scope/own-ports.ts'

/** A real server, and the native handle below it. */
async function listening(host: string): Promise<{ server: Server; handle: BoundHandle; port: number }> {
  const server = createServer().listen(0, host)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A server on a port has an address')
  // Node's own servers keep their native handle there.
  return { server, handle: Reflect.get(server, '_handle') as BoundHandle, port: address.port }
}

test('a port is owned while its server listens', async () => {
  const listeners = createOwnListeners()
  const { server, handle, port } = await listening('127.0.0.1')
  expect(listeners.ownsTcp('127.0.0.1', port)).toBe(false)

  listeners.addTcp(handle)
  expect(listeners.ownsTcp('127.0.0.1', port)).toBe(true)
  expect(listeners.ownsUdp('127.0.0.1', port)).toBe(false)
  expect(listeners.ownsTcp('192.0.2.1', port)).toBe(false)

  server.close()
  await once(server, 'close')
  expect(listeners.ownsTcp('127.0.0.1', port)).toBe(false)
})

test('a server on every interface owns all local addresses and no foreign one', async () => {
  const listeners = createOwnListeners()
  const { handle, port } = await listening('0.0.0.0')
  listeners.addTcp(handle)

  expect(['127.0.0.1', '127.0.0.2', '0.0.0.0'].map((address) => listeners.ownsTcp(address, port))).toEqual([
    true,
    true,
    true,
  ])
  expect(listeners.ownsTcp('192.0.2.1', port)).toBe(false)
})

test.each([
  ['::', false, ['::1', '127.0.0.1', '::', '0.0.0.0']],
  ['::', true, ['::1', '::']],
  ['0.0.0.0', false, ['127.0.0.1', '0.0.0.0']],
  ['::1', false, ['::1', '::']],
])('a server on %s, for IPv6 alone: %s, owns %j', (address, only6, owned) => {
  const listeners = createOwnListeners()
  const handle: BoundHandle = { getsockname: (out) => Object.assign(out, { address, port: 4711 }) && 0 }
  listeners.addTcp(handle, only6)

  const asked = ['::1', '127.0.0.1', '::', '0.0.0.0', '192.0.2.1']
  expect(asked.filter((host) => listeners.ownsTcp(host, 4711))).toEqual(owned)
})

test('a listener is shared with the other processes of the run, before and after they join', async () => {
  const published: unknown[] = []
  const listeners = createOwnListeners()
  const [first, second] = [await listening('127.0.0.1'), await listening('127.0.0.1')]

  listeners.addTcp(first.handle)
  listeners.share({
    publish: (bound) => published.push(bound),
    read: () => [{ kind: 'udp', address: '127.0.0.1', port: 9 }],
  })
  listeners.addTcp(second.handle)

  const bound = { kind: 'tcp', address: '127.0.0.1' }
  expect(published).toMatchObject([
    { ...bound, port: first.port },
    { ...bound, port: second.port },
  ])
  expect(listeners.ownsUdp('127.0.0.1', 9)).toBe(true)
})

test('a listener of another process counts as later than what had seen fewer of them, also when it has ended', () => {
  const listeners = createOwnListeners()
  const lines: BoundAt[] = [{ kind: 'tcp', address: '127.0.0.1', port: 4711, isBoundOnly: true }]
  listeners.share({ publish: () => {}, read: () => lines.splice(0) })
  const before = { at: Infinity, seen: listeners.seen() }
  expect(listeners.mayListenSoon('127.0.0.1', 4711)).toBe(true)
  expect(listeners.becameTcp('127.0.0.1', 4711, before)).toBe(false)

  lines.push({ kind: 'tcp', address: '127.0.0.1', port: 4711, life: { pid: 2 ** 22 + 1 } })
  expect(listeners.ownsTcp('127.0.0.1', 4711)).toBe(false)
  expect(listeners.becameTcp('127.0.0.1', 4711, before)).toBe(true)
  expect(listeners.becameTcp('127.0.0.1', 4711, { at: Infinity, seen: listeners.seen() })).toBe(false)
})

test('a path of a unix socket is compared as a whole path, and an abstract name unchanged', () => {
  expect(canonicalPath('a.sock')).toBe(resolve('a.sock'))
  expect(canonicalPath('\0name')).toBe('\0name')
})

test('a server that begins to listen while both addresses of a name are asked for is seen later', () => {
  const listeners = createOwnListeners()
  const bound: BoundAt = { kind: 'tcp', address: '127.0.0.1', port: 4321 }
  const news: BoundAt[][] = [[], [bound]]
  listeners.share({ publish: () => {}, read: () => news.shift() ?? [] })

  expect(listeners.ownsTcpAtAny(['127.0.0.1', '::1'], 4321)).toBe(false)
  const since = { at: Date.now() + 1000, seen: listeners.seen() }
  expect(listeners.becameTcp('127.0.0.1', 4321, since)).toBe(true)
  expect(listeners.ownsTcpAtAny(['::1', '127.0.0.1'], 4321)).toBe(true)
})
