import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import axios from 'axios'
import followRedirects from 'follow-redirects'
import got from 'got'
import { describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { undicis } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const first = `http://127.0.0.1:${far.ports.http}`
const allowed = `localhost:${far.ports.http}`

const followers: [string, (url: string) => Promise<string>][] = [
  ['fetch', async (url) => (await fetch(url)).text()],
  ...Object.entries(undicis).map(([name, undici]): [string, (url: string) => Promise<string>] => [
    `fetch of ${name}`,
    async (url) => (await undici.fetch(url)).text(),
  ]),
  [
    'follow-redirects',
    async (url) => {
      const asking = followRedirects.http.get(url, { agent: false })
      const [response] = (await once(asking, 'response')) as [IncomingMessage]
      return text(response)
    },
  ],
  ['axios', async (url) => (await axios.get<string>(url, { httpAgent: new http.Agent(), proxy: false })).data],
  ['got', (url) => got(url, { retry: { limit: 0 } }).text()],
]

describe.each(followers)('%s', (_name, get) => {
  test('follows a redirect to a destination that is allowed', async () => {
    const { violations, ...outcome } = await observeEgress({ allow: allowed }, () => get(`${first}/a?to=/b`))

    expect(violations).toEqual([])
    expect(outcome).toMatchObject({ value: 'far GET /b ' })
    await far.take()
  })

  test('is blocked at the first hop that is not allowed, and the evidence shows the hops before it', async () => {
    const last = `http://127.0.0.1:${far.ports.tcp}/secret?token=1`
    const chain = `${first}/a?to=${encodeURIComponent(`/b?to=${encodeURIComponent(last)}`)}`

    const { violations } = await observeEgress({ allow: allowed }, () => outcomeOf(() => get(chain)))

    expect(violations).toMatchObject([
      { url: `http://127.0.0.1:${far.ports.tcp}/secret`, redirects: [`${first}/a`, `${first}/b`], outcome: 'blocked' },
    ])
    expect((await far.take()).filter((line) => line.startsWith('tcp'))).toEqual([])
  })

  test('is judged by the path of each hop', async () => {
    const options = { allow: `${first}/a` }

    const { violations } = await observeEgress(options, () => outcomeOf(() => get(`${first}/a?to=/admin`)))

    expect(violations).toMatchObject([{ url: `${first}/admin`, redirects: [`${first}/a`] }])
    expect((await far.take()).filter((line) => line.startsWith('http GET'))).toEqual(['http GET /a?to=/admin'])
  })
})
