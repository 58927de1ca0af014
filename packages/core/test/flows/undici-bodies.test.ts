import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { undicis } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { http: port } = far.ports
const origin = `http://127.0.0.1:${port}`
const allow = [`GET ${origin}/v1/*`, `POST ${origin}/v1/*`]
const smuggled = 'DELETE /admin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

// Where code gets a socket of undici: its own connector, or this channel.
let socket: Socket | undefined
const note = (message: unknown): void => {
  socket = (message as { readonly socket: Socket }).socket
}
beforeAll(() => subscribe('undici:client:sendHeaders', note))
afterAll(() => void unsubscribe('undici:client:sendHeaders', note))

/** What arrived is a line for each request. */
const arrived = async (what: string): Promise<readonly string[]> =>
  (await far.take()).filter((one) => one.startsWith(what))

describe.each(Object.entries(undicis))('%s', (name, { Client }) => {
  test.each<[what: string, method: 'GET' | 'POST', bodyOf: () => string | Readable | undefined]>([
    ['behind a request', 'GET', () => undefined],
    ['behind a body of its length', 'POST', () => 'a body'],
    ['behind a body in chunks', 'POST', () => Readable.from(['a ', 'body'])],
  ])('judges a request that code writes to the socket %s', async (_, method, bodyOf) => {
    const client = new Client(origin)
    const { violations } = await observeEgress({ allow }, async () => {
      const body = bodyOf()
      const answer = await client.request({ method, path: '/v1/x', ...(body !== undefined && { body }) })
      await answer.body.text()
      const ended = new Promise((resolve) => socket?.on('close', resolve))
      socket?.write(smuggled)
      await ended
    })
    await client.destroy()

    expect(violations).toMatchObject([{ channel: 'tcp', method: 'DELETE', url: `${origin}/admin` }])
    expect(await arrived('http DELETE')).toEqual([])
  })

  test('judges what a body holds beyond its announced length', async () => {
    const client = new Client(origin, { strictContentLength: false })
    const { violations } = await observeEgress({ allow }, async () => {
      const headers = { 'content-length': '2' }
      const body = Readable.from(['ok', smuggled])
      await client.request({ method: 'POST', path: '/v1/x', headers, body }).then(
        (answer) => answer.body.text(),
        () => {},
      )
    })
    await client.destroy()

    // undici 8 itself sends no more than that.
    const sent = name === 'undici 8' ? [] : [{ method: 'DELETE', url: `${origin}/admin` }]
    expect(violations).toMatchObject(sent)
    expect(await arrived('http DELETE')).toEqual([])
  })

  test('lets bodies look like requests, also of requests that follow each other at once', async () => {
    const client = new Client(origin, { pipelining: 8 })
    const { violations } = await observeEgress({ allow }, async () => {
      const options = { method: 'POST', path: '/v1/x' } as const
      const bodies = [smuggled, Buffer.from(smuggled), Readable.from([smuggled, smuggled]), smuggled]
      const gets = Array.from({ length: 6 }, () => client.request({ method: 'GET', path: '/v1/y' }))
      const posts = bodies.map((body) => client.request({ ...options, body }))
      for (const answer of await Promise.all([...gets, ...posts])) await answer.body.text()
    })
    await client.destroy()

    expect(violations).toEqual([])
    expect(await arrived('http POST /v1/x')).toHaveLength(4)
  })
})
