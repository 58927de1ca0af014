import { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isEgressViolationError, noEgress, observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { openPools } from './doors/pools.ts'
import { undicis } from './doors/undici-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const pools = openPools(far)
const allow = ['localhost', `unix:${far.unixPath}`]

// Each pool opens its connection before any guard is installed, and leaves it idle.
beforeAll(async () => {
  for (const pool of pools) await pool.get('/before')
  await far.take()
})

afterAll(() => Promise.all(pools.map((pool) => pool.close())))

describe.each(pools)('$name', ({ name, server, get }) => {
  test('that was opened before the guard carries no request of a scope that does not allow it', async () => {
    const { violations } = await observeEgress(() => outcomeOf(() => get('/secret')))

    expect(await far.take()).toEqual([])
    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatchObject({ outcome: 'blocked', method: 'GET' })
    expect(violations[0]?.from?.file).toContain('test/flows/')
  })

  // A limit: undici 6 does not say when a request leaves on HTTP/2.
  const outcome = name === 'an Agent of undici 6 over HTTP/2' ? 'lets a request go' : 'carries none either'
  test(`that was opened before the guard ${outcome} where a patch replaced how sockets connect`, async () => {
    const { connect } = Socket.prototype
    const put: typeof connect = function (this: Socket, ...args: unknown[]) {
      return Reflect.apply(connect, this, args)
    }
    const { violations } = await observeEgress(async () => {
      Socket.prototype.connect = put
      await outcomeOf(() => get('/secret'))
    })
    Socket.prototype.connect = connect

    const isLimit = outcome === 'lets a request go'
    expect(await far.take()).toEqual(isLimit ? ['h2 GET /secret'] : [])
    expect(violations).toHaveLength(isLimit ? 0 : 1)
    await get('/before')
    await far.take()
  })

  test('that a looser scope opened carries no request of a stricter one, and goes on for the looser', async () => {
    const [first, second, third] = [
      await noEgress({ allow }, () => get('/loose')),
      await observeEgress(() => outcomeOf(() => get('/strict'))),
      await noEgress({ allow }, () => get('/loose-again')),
    ]

    expect([first, third]).toEqual(['far GET /loose ', 'far GET /loose-again '])
    expect(second.violations).toHaveLength(1)
    expect(requests(await far.take())).toEqual([`${server} GET /loose`, `${server} GET /loose-again`])
  })

  test('distinguishes three scopes that ask at the same time', async () => {
    const [first, second, third, fourth] = await Promise.all([
      outcomeOf(() => noEgress({ allow }, () => get('/first'))),
      outcomeOf(() => noEgress(() => outcomeOf(() => get('/second')))),
      outcomeOf(() => noEgress({ allow }, () => get('/third'))),
      outcomeOf(() => noEgress({ allow, deny: allow }, () => outcomeOf(() => get('/fourth')))),
    ])

    expect([first.error, third.error]).toEqual([undefined, undefined])
    expect(requests(await far.take()).toSorted()).toEqual([`${server} GET /first`, `${server} GET /third`])
    const blocked = server === 'unix' ? [[far.unixPath], [far.unixPath]] : [['/second'], ['/fourth']]
    expect([second.error, fourth.error].map(pathsOf)).toEqual(blocked)
  })

  test('serves code outside every scope once scopes have used it', async () => {
    expect(await get('/outside')).toBe('far GET /outside ')
    expect(requests(await far.take())).toEqual([`${server} GET /outside`])
  })
})

describe.each(Object.entries(undicis))(
  'fetch of %s over a pool of one connection that is busy',
  (name, { Agent, Pool, fetch }) => {
    const origin = `http://127.0.0.1:${far.ports.http}`
    const dispatcher = new Agent({ factory: (origin) => new Pool(origin, { connections: 1 }) })
    afterAll(() => dispatcher.destroy())

    const get = async (path: string): Promise<string> => (await fetch(origin + path, { dispatcher })).text()

    // A limit: the request is made when the connection is free again, and nothing shows which code asked for it.
    const outcome =
      name === 'undici 8' ? 'is attributed to the scope that asked' : 'is attributed to the scope that kept it busy'
    test(outcome, async () => {
      const [, strict] = await Promise.all([
        noEgress({ allow }, () => get('/busy')),
        observeEgress(() => outcomeOf(() => get('/waiting'))),
      ])

      expect(requests(await far.take())).toContain('http GET /busy')
      expect(strict.violations).toHaveLength(name === 'undici 8' ? 1 : 0)
    })
  },
)

function requests(arrivals: readonly string[]): readonly string[] {
  return arrivals.filter((line) => !/ (connection|session)$/.test(line))
}

function pathsOf(error: unknown): readonly string[] {
  if (!isEgressViolationError(error)) return []
  return error.violations.map(({ url, unixPath }) => (url === undefined ? String(unixPath) : new URL(url).pathname))
}
