import http2 from 'node:http2'
import http from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { undicis } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const hidden = ['/admin/../v1/x', '/admin/..\\v1/x', '/admin/%2e%2e/v1/x', '//v1/x', '/admin%2f..%2fv1/x']
const doors = [
  { name: 'http', port: far.ports.http, get: overHttp },
  { name: 'http2', port: far.ports.h2c, get: overHttp2 },
  ...Object.entries(undicis).map(([name, { Client }]) => ({
    name,
    port: far.ports.http,
    get: async (port: number, path: string): Promise<unknown> => {
      const client = new Client(`http://localhost:${port}`)
      try {
        return await (await client.request({ path, method: 'GET' })).body.text()
      } finally {
        await client.destroy()
      }
    },
  })),
]

test.each(doors)('$name sends no path that some server reads as one outside the allowed', async ({ port, get }) => {
  for (const path of hidden) {
    const { violations } = await observeEgress({ allow: `http://localhost:${port}/v1/*` }, () =>
      get(port, path).catch(() => {}),
    )
    expect(violations, path).toHaveLength(1)
  }
  expect(requests(await far.take())).toEqual([])
})

test.each(doors)('$name sends no path that some server reads as a denied one', async ({ port, get }) => {
  for (const path of ['/admin/../v1/x', '/admin/..\\v1/x', '//admin/x', '/v1/..%2fadmin/x']) {
    const options = { allow: 'localhost', deny: `http://localhost:${port}/admin/*` }
    const { violations } = await observeEgress(options, () => get(port, path).catch(() => {}))
    expect(violations, path).toHaveLength(1)
  }
  expect(requests(await far.take())).toEqual([])
})

async function overHttp(port: number, path: string): Promise<unknown> {
  const [response] = (await once(http.get({ host: 'localhost', port, path, agent: false }), 'response')) as [
    http.IncomingMessage,
  ]
  return text(response)
}

async function overHttp2(port: number, path: string): Promise<unknown> {
  const session = http2.connect(`http://localhost:${port}`).on('error', () => {})
  try {
    return await text(session.request({ ':path': path }))
  } finally {
    session.destroy()
  }
}

function requests(arrivals: readonly string[]): readonly string[] {
  return arrivals.filter((line) => !/ (connection|session)$/.test(line))
}
