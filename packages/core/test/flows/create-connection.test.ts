import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()

/** A socket that the caller makes: Node connects it for no request. */
const ways = [
  [
    'http',
    'http',
    (path: string) =>
      http.request({ ...place(far.ports.http, path), createConnection: () => connect(place(far.ports.http)) }),
  ],
  [
    'https',
    'https',
    (path: string) =>
      https.request({
        ...place(far.ports.https, path),
        createConnection: () => connectTls({ ...place(far.ports.https), rejectUnauthorized: false }),
      }),
  ],
] as const

const place = (port: number, path?: string) => ({ host: '127.0.0.1', port, ...(path !== undefined && { path }) })

test.each(ways)(
  '%s on a socket of createConnection reaches no path but the allowed one',
  async (server, scheme, request) => {
    const origin = `${scheme}://127.0.0.1:${far.ports[server]}`
    const send = async (path: string): Promise<void> => {
      const made = request(path)
      made.end()
      await Promise.race([once(made, 'response'), once(made, 'close')]).catch(() => {})
      made.destroy()
    }

    const { violations } = await observeEgress({ allow: [`${origin}/allowed`] }, async () => {
      await send('/other')
      await send('/allowed')
    })

    expect(violations.map(({ url }) => url)).toEqual([`${origin}/other`])
    const arrived = (await far.take()).filter((line) => line.includes('/'))
    expect(arrived).toEqual([expect.stringContaining('/allowed')])
  },
)
