import dns from 'node:dns'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isEgressBlockedError, observeEgress } from '../../src/index.ts'
import { type Outcome, outcomeOf } from './doors/door.ts'
import { watchSocket } from './doors/watch-socket.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const server = `127.0.0.1:${far.ports.dns}`
const name = 'weather.example'

// Resolvers with their own servers, and functions, from before any guard.
const early = new dns.Resolver({ tries: 1 })
const earlyPromises = new dns.promises.Resolver({ tries: 1 })
early.setServers([server])
earlyPromises.setServers([server])
const capturedLookup = dns.lookup
const capturedPromise = dns.promises.lookup
const capturedResolve = dns.Resolver.prototype.resolve4

type Ask = () => Promise<unknown>

/** Questions that a resolver sends to its own server. */
const questions: [string, Ask][] = [
  ...(['resolve4', 'resolve6', 'resolveTxt'] as const).flatMap((method): [string, Ask][] => [
    [`Resolver.${method}`, () => called((done) => ask(fresh(new dns.Resolver()), method, done))],
    [`Resolver.${method} made before the guard`, () => called((done) => ask(early, method, done))],
    [`promises.Resolver.${method}`, () => fresh(new dns.promises.Resolver())[method](name)],
    [`promises.Resolver.${method} made before the guard`, () => earlyPromises[method](name)],
  ]),
  ...(
    [
      'resolveAny',
      'resolveCaa',
      'resolveCname',
      'resolveMx',
      'resolveNaptr',
      'resolveNs',
      'resolvePtr',
      'resolveSoa',
      'resolveSrv',
    ] as const
  ).map((method): [string, Ask] => [`Resolver.${method}`, () => called((done) => early[method](name, done))]),
  ['Resolver.resolve', () => called((done) => early.resolve(name, 'TXT', done))],
  ['Resolver.reverse', () => called((done) => early.reverse('203.0.113.7', done))],
  [
    'Resolver.resolve4 captured before the guard',
    () => called((done) => Reflect.apply(capturedResolve, early, [name, done])),
  ],
]

/** Questions to the system's resolver. */
const lookups: [string, (name: string) => Promise<unknown>][] = [
  ['dns.lookup', (name) => called((done) => dns.lookup(name, done))],
  ['dns.lookup of all', (name) => called((done) => dns.lookup(name, { all: true }, done))],
  ['dns.lookup of one family', (name) => called((done) => dns.lookup(name, 4, done))],
  ['dns.lookup captured before the guard', (name) => called((done) => capturedLookup(name, done))],
  ['dns.promises.lookup', (name) => dns.promises.lookup(name)],
  ['dns.promises.lookup of all', (name) => dns.promises.lookup(name, { all: true })],
  ['dns.promises.lookup of one family', (name) => dns.promises.lookup(name, { family: 4 })],
  ['dns.promises.lookup captured before the guard', (name) => capturedPromise(name)],
]

/** Questions by c-ares to the system's servers. */
const systemQuestions: [string, (name: string) => Promise<unknown>][] = [
  ['dns.resolve4', (name) => called((done) => dns.resolve4(name, done))],
  ['dns.promises.resolve4', (name) => dns.promises.resolve4(name)],
  ['dns.resolveTxt', (name) => called((done) => dns.resolveTxt(name, done))],
  ['dns.promises.resolveMx', (name) => dns.promises.resolveMx(name)],
]

const bare = new Map<Ask, { outcome: Outcome; arrivals: readonly string[] }>()

// With the guard installed, a name resolved outside every scope would count for all of them.
beforeAll(async () => {
  for (const [, ask] of questions) bare.set(ask, { outcome: await outcomeOf(ask), arrivals: await far.take() })
})

describe.each(questions)('%s', (_name, ask) => {
  test.each([{}, { allow: [name, '203.0.113.7'] }, { allow: server }])(
    'asks no server unless both the name and the server are allowed: %j',
    async (options) => {
      const observed = await observeEgress(options, () => outcomeOf(ask))

      expect(await far.take()).toEqual([])
      expect(observed.violations).toHaveLength(1)
      expect(observed.violations).toMatchObject([{ channel: 'dns', outcome: 'blocked' }])
      expect('value' in observed && isEgressBlockedError(observed.value.error)).toBe(true)
    },
  )

  test('is as without the guard where both are allowed', async () => {
    const { violations, ...rest } = await observeEgress({ allow: [name, '203.0.113.7', server] }, () => outcomeOf(ask))

    expect(violations).toEqual([])
    expect({ outcome: 'value' in rest && rest.value, arrivals: await far.take() }).toEqual(bare.get(ask))
  })
})

describe('a rule for a name covers the addresses that DNS gave for it', () => {
  const rules = [name, server]
  const port = far.ports.tcp

  test('when code connects by the resolved address', async () => {
    const observed = await observeEgress({ allow: rules }, async () => {
      const [address] = await earlyPromises.resolve4(name)
      return watchSocket(connect(port, address))
    })

    expect(observed.violations).toEqual([])
    expect(await far.take()).toEqual([`dns ${name}`, 'tcp connection', 'tcp data hello'])
  })

  test('when a custom lookup asks DNS', async () => {
    const observed = await observeEgress({ allow: rules }, () => {
      return watchSocket(connect({ host: name, port, autoSelectFamily: false, lookup: asking }))
    })

    expect(observed.violations).toEqual([])
    expect(await far.take()).toEqual([`dns ${name}`, 'tcp connection', 'tcp data hello'])
    expect(observed.attempts).toContainEqual(
      expect.objectContaining({ host: name, address: '127.0.0.3', names: [name] }),
    )
  })

  test('but not an address that a custom lookup invents', async () => {
    const observed = await observeEgress({ allow: ['other.example', server] }, () => {
      return watchSocket(
        connect({ host: 'other.example', port, autoSelectFamily: false, lookup: inventing('192.0.2.77') }),
      )
    })

    expect(observed.violations).toMatchObject([
      { host: 'other.example', address: '192.0.2.77', reason: 'address-not-from-dns' },
    ])
  })

  test('but not in a scope beside the one that asked', async () => {
    await observeEgress({ allow: rules }, () => earlyPromises.resolve4(name))
    const observed = await observeEgress({ allow: rules }, () => watchSocket(connect(port, '127.0.0.3')))

    expect(observed.violations).toMatchObject([{ host: '127.0.0.3', outcome: 'blocked' }])
    expect(await far.take()).toEqual([`dns ${name}`])
  })

  test('and a deny rule for the address holds after DNS', async () => {
    const observed = await observeEgress({ allow: rules, deny: `127.0.0.3:${port}` }, () => {
      return watchSocket(connect({ host: name, port, autoSelectFamily: false, lookup: asking }))
    })

    expect(observed.violations).toMatchObject([{ host: name, address: '127.0.0.3', reason: 'denied' }])
    expect(await far.take()).toEqual([`dns ${name}`])
  })
})

describe.each([...lookups, ...systemQuestions])('%s', (_name, ask) => {
  test('of a name that no rule allows fails with our error, and is recorded once', async () => {
    const observed = await observeEgress(() => outcomeOf(() => ask('secret.invalid')))

    expect(observed.violations).toMatchObject([{ channel: 'dns', host: 'secret.invalid' }])
    expect(observed.violations[0]?.from?.file).toBe(import.meta.filename)
    expect('value' in observed && observed.value.error).toSatisfy(isEgressBlockedError)
    expect('value' in observed && observed.value.error).toMatchObject({
      code: 'ERR_EGRESS_BLOCKED',
      cause: { code: 'EACCES' },
    })
  })
})

describe.each(lookups)('%s asks no server', (_name, ask) => {
  test.each(['secret.localhost', 'SECRET.LocalHost', 'localhost.', 'a.b.localhost.'])('for %s', async (name) => {
    const [plain, below] = [
      await outcomeOf(() => ask('localhost')),
      await observeEgress(() => outcomeOf(() => ask(name))),
    ]

    expect(below.violations).toEqual([])
    expect('value' in below && below.value).toEqual(plain)
  })

  test.each(['127.9.8.7.', '[2001:db8::5ec:4e7]', '2130706433.', '[::1]', '１２７.1。'])(
    'for %s, which only looks like an address',
    async (name) => {
      const observed = await observeEgress({ allow: 'localhost' }, () => outcomeOf(() => ask(name)))

      expect(observed.violations).toHaveLength(1)
      expect('value' in observed && observed.value.error).toSatisfy(isEgressBlockedError)
    },
  )
})

describe('c-ares with the servers of the system', () => {
  test.each([
    ['resolve4', ['127.0.0.1']],
    ['resolve6', ['::1']],
  ] as const)('asks no server for the %s of a name below localhost', async (method, addresses) => {
    const { violations, ...rest } = await observeEgress(() => dns.promises[method]('secret.localhost'))

    expect(violations).toEqual([])
    expect(rest).toMatchObject({ value: addresses })
  })

  test('has no other record of a name below localhost', async () => {
    const observed = await observeEgress(() => dns.promises.resolveTxt('secret.localhost'))

    expect('error' in observed && observed.error).toMatchObject({ code: 'ENODATA', hostname: 'secret.localhost' })
  })

  test.each([
    ['dns.reverse', () => dns.promises.reverse('127.66.77.88')],
    ['dns.lookupService', () => dns.promises.lookupService('127.66.77.88', 80)],
    ['dns.lookupService of another machine', () => dns.promises.lookupService('192.0.2.1', 80)],
  ])('%s of an address that no hosts file knows is blocked', async (_name, ask) => {
    const observed = await observeEgress(() => outcomeOf(ask))

    expect(observed.violations).toMatchObject([{ channel: 'dns' }])
    expect('value' in observed && observed.value.error).toSatisfy(isEgressBlockedError)
  })
})

describe('dns.setServers', () => {
  const before = dns.getServers()
  afterAll(() => dns.setServers(before))

  test('makes the servers of the module subject to the rules', async () => {
    dns.setServers([server])
    const blocked = await observeEgress({ allow: name }, () => outcomeOf(() => dns.promises.resolve4(name)))
    const blockedCallback = await observeEgress({ allow: name }, () => {
      return outcomeOf(() => called((done) => dns.resolve4(name, done)))
    })

    expect([...blocked.violations, ...blockedCallback.violations]).toMatchObject([
      { address: '127.0.0.1' },
      { address: '127.0.0.1' },
    ])
    expect(await far.take()).toEqual([])
  })
})

/** Typed as one method, since overloads of several do not add up. */
function ask(resolver: dns.Resolver, method: 'resolve4' | 'resolve6' | 'resolveTxt', done: Done): void {
  Reflect.apply(resolver[method] as (name: string, done: Done) => void, resolver, [name, done])
}

type Done = (error: Error | null, ...rest: unknown[]) => void

function fresh<R extends { setServers(servers: readonly string[]): void }>(resolver: R): R {
  resolver.setServers([server])
  return resolver
}

function called(ask: (done: Done) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask((error, ...rest) => (error ? reject(error) : resolve(rest)))
  })
}

function asking(
  host: string,
  _options: object,
  done: (error: Error | null, address: string, family: number) => void,
): void {
  early.resolve4(host, (error, addresses) => done(error, addresses?.[0] ?? '', 4))
}

function inventing(address: string): typeof asking {
  return (_host, _options, done) => done(null, address, 4)
}

test.each(['localhost', 'blocked.example'])(
  'a resolver that waits for the answer for %s refuses other servers, as without the guard',
  async (asked) => {
    const outcome = await observeEgress(async () => {
      const waiting = new dns.Resolver()
      const answered = called((done) => waiting.resolve4(asked, done)).catch(() => {})
      const refused = String(thrownBy(() => waiting.setServers([server])))
      await answered
      waiting.setServers([server])
      return { refused, servers: waiting.getServers() }
    })

    expect(outcome).toMatchObject({
      value: { refused: expect.stringContaining('There are pending queries.'), servers: [server] },
    })
  },
)

function thrownBy(fn: () => unknown): unknown {
  try {
    return fn()
  } catch (error) {
    return error
  }
}
