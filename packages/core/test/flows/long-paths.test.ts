import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { http: port } = far.ports
const megabytes = (text: string): string => `/${text.repeat(Math.ceil((10 * 1024 * 1024) / text.length))}`

/** Paths that take different ways through masks and normal forms. */
const paths: readonly (readonly [string, string])[] = [
  ['segments', megabytes('a1b2/')],
  ['one segment', megabytes('a')],
  ['a query', `/x?${megabytes('key=value&')}`],
  ['escapes', megabytes('%41')],
  ['escaped escapes', megabytes('%252F')],
  ['dots', megabytes('../')],
  ['keys', megabytes('token/')],
  ['user information', megabytes('user:password@host/')],
]

const clients: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  'http.get': async (path) => once(http.get({ host: '127.0.0.1', port, path, agent: false }), 'error'),
  fetch: async (path) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => {}),
  'net.connect': async (path) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, () => {})
    await once(socket, 'error')
  },
}

const each = Object.keys(clients).flatMap((client) => paths.map(([name, path]) => [client, name, path] as const))

// A cost that grew with the square of the length would take hours.
test.each(each)('the evidence of a blocked %s with %s of 10 MB is short', async (client, _, path) => {
  const { violations } = await observeEgress(async () => clients[client]?.(path))

  expect(violations).toHaveLength(1)
  expect(JSON.stringify(violations).length).toBeLessThan(10_000)
  expect((await far.take()).filter((arrival) => arrival.includes('GET'))).toEqual([])
})

test.each(each)('a rule with a URL judges %s with %s of 10 MB', async (client, _, path) => {
  const allow = `http://127.0.0.1:${port}/v1/*`
  const { violations } = await observeEgress({ allow }, async () => {
    if (client === 'net.connect') return
    await clients[client]?.(path)
  })

  expect(violations).toHaveLength(client === 'net.connect' ? 0 : 1)
  expect(JSON.stringify(violations).length).toBeLessThan(10_000)
})
