import dns from 'node:dns'
import * as undici7 from 'undici7'
import * as undici8 from 'undici8'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type EgressOptions, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const { http: port } = far.ports
const server = `127.0.0.1:${far.ports.dns}`
const name = 'weather.example'
const resolver = new dns.Resolver({ tries: 1 })
resolver.setServers([server])

type Answer = (error: Error | null, records: { address: string; family: 4; ttl: number }[]) => void
type Lookup = (origin: { hostname: string }, options: unknown, done: Answer) => void

const asking: Lookup = ({ hostname }, _, done) => {
  resolver.resolve4(hostname, (error, addresses) =>
    done(error, error ? [] : addresses.map((address) => ({ address, family: 4, ttl: 1000 }))),
  )
}

const inventing: Lookup = (_origin, _options, done) => done(null, [{ address: '127.0.0.3', family: 4, ttl: 1000 }])

type Undici = Pick<typeof undici7, 'Agent' | 'interceptors' | 'request'>

/** Requests of one client, whose DNS interceptor replaces the name by an address. */
function createGet({ Agent, interceptors, request }: Undici, lookup: Lookup): (path: string) => Promise<unknown> {
  const dispatcher = new Agent().compose(interceptors.dns({ lookup }))
  onTestFinished(() => dispatcher.destroy())
  return async (path) => {
    const { body } = await request(`http://${name}:${port}${path}`, { dispatcher })
    return await body.text()
  }
}

const requestsIn = (arrivals: readonly string[]): readonly string[] =>
  arrivals.filter((arrival) => arrival.startsWith('http GET'))

// The declarations of both versions differ in what these tests do not use.
describe.each([
  ['undici 7', undici7],
  ['undici 8', undici8 as unknown as Undici],
])('a request of %s through its DNS interceptor', (_, undici) => {
  beforeEach(() => far.take())
  const observe = (options: EgressOptions, path: string, lookup = asking) => {
    const get = createGet(undici, lookup)
    return observeEgress(options, () => get(path).catch(() => {}))
  }
  const url = `http://${name}:${port}`

  test('is allowed by a URL rule', async () => {
    const { violations } = await observe({ allow: [`${url}/v1/*`, server] }, '/v1/x')

    expect(violations).toEqual([])
    expect(requestsIn(await far.take())).toEqual(['http GET /v1/x'])
  })

  test('is blocked for another path, on a connection that is open, too', async () => {
    const get = createGet(undici, asking)
    const { violations } = await observeEgress({ allow: [`${url}/v1/*`, server] }, async () => {
      await get('/v1/x')
      await get('/admin').catch(() => {})
    })

    expect(violations).toMatchObject([{ names: [name], url: `http://127.0.0.3:${port}/admin` }])
    expect(requestsIn(await far.take())).toEqual(['http GET /v1/x'])
  })

  test('is blocked by a URL rule of deny', async () => {
    const { violations } = await observe({ allow: [name, server], deny: `${url}/v1/secret*` }, '/v1/secret')

    expect(violations).toMatchObject([{ names: [name], reason: 'denied' }])
    expect(requestsIn(await far.take())).toEqual([])
  })

  test('is blocked where the lookup invents the address', async () => {
    const { violations } = await observe({ allow: `${url}/v1/*` }, '/v1/x', inventing)

    expect(violations).toHaveLength(1)
    expect(requestsIn(await far.take())).toEqual([])
  })
})
