import { posix } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createAllowlist } from '../../../src/policy/rules/allowlist.ts'
import { canonicalHost } from '../../../src/policy/attempt/canonical-host.ts'
import type { PlainRule } from '../../../src/policy/rules/rule-input.ts'
import { anyAttempt, anyRule } from './any-attempt.ts'
import { spellIPv4, spellIPv6, spellName } from './spellings.ts'

const tcp = (attempt: Partial<Attempt>): Attempt => ({ channel: 'tcp', raw: '', ...attempt })
const named = (host: string, port?: number): Attempt => tcp({ host, names: [host], port })
const request = (method: string, url: string): Attempt => {
  const { protocol, hostname: host, port, pathname: path } = new URL(url)
  const scheme = protocol.slice(0, -1)
  const number = port === '' ? (scheme.endsWith('s') ? 443 : 80) : Number(port)
  return tcp({ channel: 'http', host, names: [host], port: number, method, url: { scheme, host, port: number, path } })
}
/** A request with its path as written on the wire. */
const sentAs = (path: string): Attempt => {
  const standard = URL.parse(`https://h.com${path}`)?.pathname ?? '/'
  const url = { scheme: 'https', host: 'h.com', port: 443, path: standard, sent: path }
  return { ...request('GET', 'https://h.com/'), url }
}
const match = (rules: PlainRule | PlainRule[], attempt: Attempt) =>
  createAllowlist([rules].flat(), 'here').match(attempt)
const denied = (rules: PlainRule | PlainRule[], attempt: Attempt) =>
  createAllowlist([rules].flat(), 'here', 'deny').matchDenied(attempt)

test.each<[PlainRule, Attempt]>([
  ['api.example.com', named('api.example.com', 443)],
  ['API.Example.COM.', named('api.example.com')],
  ['example.com', tcp({ host: 'example.com', port: 80 })],
  ['example.com', tcp({ host: '1.2.3.4', address: '1.2.3.4', names: ['other.com', 'example.com'] })],
  ['example.com:443', named('example.com', 443)],
  ['example.com:443', tcp({ channel: 'dns', host: 'example.com' })],
  ['*.example.com', named('example.com', 1)],
  ['*.example.com', named('a.b.example.com', 1)],
  ['*.example.com:443', named('a.example.com', 443)],
  ['203.0.113.7', tcp({ host: 'example.com', names: [], address: '203.0.113.7' })],
  ['203.0.113.7:53', tcp({ host: '203.0.113.7', port: 53 })],
  ['2130706433', tcp({ host: '127.0.0.1' })],
  ['10.0.0.0/8', tcp({ host: 'internal.example', names: [], address: '10.255.0.1' })],
  ['10.0.0.0/8', tcp({ host: '10.1.2.3' })],
  ['203.0.113.7/32', tcp({ address: '203.0.113.7' })],
  ['128.0.0.0/1', tcp({ address: '255.255.255.255' })],
  ['2001:db8::/33', tcp({ address: '2001:db8:7fff::1' })],
  ['[2001:db8::1]:53', tcp({ address: '2001:db8::1', port: 53 })],
  ['localhost', tcp({ host: 'app.localhost' })],
  ['localhost:5432', tcp({ host: 'db.example', names: [], address: '127.0.0.1', port: 5432 })],
  ['loopback', tcp({ address: '::1', port: 1 })],
  ['unix:/run/x.sock', tcp({ channel: 'pipe', unixPath: '/run/x.sock' })],
  ['unix:/run/pg/*', tcp({ channel: 'pipe', unixPath: '/run/pg/.s.PGSQL.5432' })],
  ['unix:/run/x.sock', tcp({ channel: 'pipe', unixPath: '/run/pg/../x.sock' })],
  ['https://h.com/v1/*', request('POST', 'https://h.com/v1/a/b')],
  ['https://h.com/v1/*', named('h.com', 443)],
  ['https://h.com/v1/*', named('h.com')],
  ['GET https://h.com', request('GET', 'https://h.com/any')],
  ['https://*.h.com', request('GET', 'https://a.h.com/any')],
  ['https://h.com/@scope%2fname', sentAs('/@scope%2fname')],
  ['https://h.com/v4/a%2fb/*', sentAs('/v4/a%2Fb/x')],
  ['https://h.com/v1/*', sentAs('/v1/../v1/./x')],
  ['https://h.com/.well-known/*', sentAs('/.well-known/x')],
  ['https://h.com/a~b', request('GET', 'https://h.com/a%7Eb')],
  ['https://h.com/%c3%a9', request('GET', 'https://h.com/é')],
  ['https://h.com/v1', request('GET', 'https://h.com/x/../v1')],
  ['wss://h.com/live', request('GET', 'https://h.com/live')],
  ['https://h.com/live', request('GET', 'wss://h.com/live')],
  ['http://localhost:3000/api/*', request('GET', 'http://127.0.0.1:3000/api/x')],
  ['http://203.0.113.7', { ...request('GET', 'http://203.0.113.7/'), names: [] }],
  ['http://h.com/v1/*', { ...request('GET', 'http://203.0.113.7/v1/x'), names: ['h.com'] }],
  ['http://*.h.com/v1/*', { ...request('GET', 'http://203.0.113.7/v1/x'), names: ['a.h.com'] }],
  [/^api\d\.example\.com$/, named('api7.example.com')],
  [/^api\./, tcp({ host: 'api.example.com' })],
  ['*.c.d', named('a.b.c.d')],
  ['https://*.h.com', request('GET', 'https://h.com/any')],
  [/^203\./, tcp({ host: '203.0.113.7', names: [] })],
  [/^203\./, tcp({ address: '203.0.113.7' })],
  [(attempt: Attempt) => attempt.port === 7, tcp({ host: 'x', port: 7 })],
])('createAllowlist lets %s allow its own (%#)', (rule, attempt) => {
  expect(match(rule, attempt)).toEqual(typeof rule === 'function' ? expect.stringContaining('predicate') : String(rule))
})

test.each<[PlainRule, Attempt]>([
  ['example.com', named('evilexample.com')],
  ['example.com', named('example.com.evil.test')],
  ['example.com', named('a.example.com')],
  ['example.com', tcp({ host: 'example.com', names: [], address: '6.6.6.6' })],
  ['http://h.com/v1/*', { ...request('GET', 'http://203.0.113.7/admin'), names: ['h.com'] }],
  ['http://h.com/v1/*', { ...request('GET', 'http://203.0.113.7/v1/x'), names: [] }],
  ['http://h.com/v1/*', { ...request('GET', 'http://203.0.113.8/v1/x'), address: '203.0.113.7', names: ['h.com'] }],
  ['http://h.com/v1/*', { ...request('GET', 'http://other.com/v1/x'), address: '203.0.113.7', names: ['h.com'] }],
  ['example.com', tcp({ address: '6.6.6.6' })],
  ['example.com:443', named('example.com', 80)],
  ['*.example.com', named('evilexample.com')],
  ['*.example.com', named('example.com.evil.test')],
  ['*.example.com:443', named('a.example.com', 80)],
  ['127.0.0.1', tcp({ host: '127.0.0.100' })],
  ['127.0.0.1', named('127.0.0.1.evil.test')],
  ['203.0.113.7', tcp({ host: '203.0.113.7', names: ['203.0.113.7'], address: '6.6.6.6' })],
  ['10.0.0.0/8', tcp({ host: '11.0.0.1' })],
  ['10.0.0.0/8', tcp({ host: '10.0.0.1', address: '6.6.6.6' })],
  ['10.0.0.0/8', named('10.example.com')],
  ['2001:db8::/33', tcp({ address: '2001:db8:8000::1' })],
  ['localhost', named('localhost.evil.test')],
  ['localhost', tcp({ host: 'localhost', names: ['localhost'], address: '6.6.6.6' })],
  ['localhost:5432', tcp({ host: 'localhost', port: 5433 })],
  ['loopback', tcp({ channel: 'pipe', unixPath: '/run/x.sock' })],
  ['unix:/run/x.sock', tcp({ channel: 'pipe', unixPath: '/run/x.sock2' })],
  ['unix:/run/pg/*', tcp({ channel: 'pipe', unixPath: '/run/pg/../docker.sock' })],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v2')],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v1')],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v1/../admin')],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v1/%2e%2e/admin')],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v1/..%2fadmin')],
  ['https://h.com/v1/*', request('GET', 'https://h.com/v1/x%5c..%5c..%5cadmin')],
  ['https://h.com/v1/*', sentAs('/v1//../admin')],
  ['https://h.com/v1/*', sentAs('/v1/%2f/.%2e')],
  ['https://h.com/v1/*', sentAs('/admin/../v1/x')],
  ['https://h.com/v1/*', sentAs('/admin/..\\v1/x')],
  ['https://h.com/v1/*', sentAs('/admin/%2e%2e/v1/x')],
  ['https://h.com/v1/*', sentAs('//v1/x')],
  ['https://h.com/v1/*', sentAs('/admin%2f../v1/x')],
  ['https://h.com/v1/*', sentAs('/v1/..;/admin')],
  ['https://h.com/v1/x', sentAs('/a/../v1/x')],
  [(attempt: Attempt) => attempt.url?.path.startsWith('/v1/') === true, sentAs('/admin/../v1/x')],
  [(attempt: Attempt) => attempt.url?.path.startsWith('/v1/') === true, sentAs('/v1/../admin')],
  ['https://h.com/v1', request('GET', 'https://h.com/v1/x')],
  ['https://h.com', request('GET', 'http://h.com/')],
  ['https://h.com', request('GET', 'https://h.com:8443/')],
  ['https://h.com', named('h.com', 80)],
  ['GET https://h.com', request('POST', 'https://h.com/')],
  ['GET https://h.com', { ...request('GET', 'https://h.com/'), method: undefined }],
  ['https://h.com', { ...request('GET', 'https://h.com/'), names: ['evil.test'] }],
  ['https://h.com', { ...request('GET', 'https://evil.test/'), names: ['h.com'] }],
  ['https://*.h.com', { ...request('GET', 'https://evil.test/'), names: ['a.h.com'] }],
  [/^203\./, tcp({ host: 'example.com', names: ['example.com'], address: '203.0.113.7' })],
  [/example/, tcp({ channel: 'pipe', unixPath: '/run/example' })],
])('createAllowlist keeps %s from allowing its neighbour (%#)', (rule, attempt) => {
  expect(match(rule, attempt)).toBeUndefined()
})

test.each<[PlainRule, Attempt]>([
  ['evil.com', tcp({ address: '6.6.6.6', names: ['evil.com'] })],
  ['evil.com', tcp({ host: 'evil.com', names: [], address: '1.1.1.1' })],
  ['evil.com', tcp({ channel: 'dns', host: 'evil.com' })],
  ['evil.com', { ...request('GET', 'https://evil.com/'), host: 'cdn.com', names: ['cdn.com'] }],
  ['*.evil.com', tcp({ host: 'x', names: ['a.evil.com'] })],
  ['evil.com:80', named('evil.com', 80)],
  ['6.6.6.6', tcp({ host: 'fine.com', names: ['fine.com'], address: '6.6.6.6' })],
  ['10.0.0.0/8', tcp({ host: '10.1.1.1', address: '6.6.6.6' })],
  ['localhost', tcp({ host: 'localhost', address: '6.6.6.6' })],
  ['https://h.com/admin/*', request('GET', 'https://h.com/admin/x')],
  ['https://h.com/admin/*', request('GET', 'https://h.com/x/..%2fadmin/')],
  ['https://h.com/admin/*', request('GET', 'https://h.com//admin/x')],
  ['https://h.com/admin/*', sentAs('/x//../admin/')],
  ['https://h.com/admin/*', sentAs('/admin/../v1/x')],
  ['https://h.com/admin/*', sentAs('/admin/..\\v1/x')],
  ['https://h.com/admin/*', sentAs('\\admin/x')],
  ['https://h.com/admin/*', sentAs('/admin/%2e%2e/x')],
  ['https://h.com/admin/*', sentAs('/v1/..;a=b/admin/x')],
  ['DELETE https://h.com', { ...request('GET', 'https://h.com/'), method: undefined }],
  [/^6\./, tcp({ host: 'fine.com', names: ['fine.com'], address: '6.6.6.6' })],
])('matchDenied takes %s as widely as the attempt permits (%#)', (rule, attempt) => {
  expect(denied(rule, attempt)).toBe(String(rule))
})

test.each<[PlainRule, Attempt]>([
  ['evil.com:80', tcp({ channel: 'dns', host: 'evil.com' })],
  ['evil.com:80', named('evil.com', 443)],
  ['https://h.com/admin/*', named('h.com', 443)],
  ['https://h.com/admin/*', request('GET', 'https://h.com/')],
  ['evil.com', named('notevil.com')],
])('matchDenied keeps %s from denying more than it says (%#)', (rule, attempt) => {
  expect(denied(rule, attempt)).toBeUndefined()
})

test('matchConnection ignores the request and never asks code', () => {
  const list = createAllowlist(['GET https://h.com/v1/*', () => true, /./], 'here')
  expect(list.matchConnection(request('POST', 'https://h.com/'))).toBe('GET https://h.com/v1/*')
  expect(list.matchConnection(named('other.com'))).toBeUndefined()
})

test('createAllowlist copies a RegExp with state, so that every test of it starts anew', () => {
  const list = createAllowlist([/api/g], 'here')
  const sticky = createAllowlist([/api/y], 'here')
  expect([1, 2, 3].map(() => list.match(named('api.com')))).toEqual(['/api/g', '/api/g', '/api/g'])
  expect([named('api.com'), named('api.com'), named('my-api.com')].map((attempt) => sticky.match(attempt))).toEqual([
    '/api/y',
    '/api/y',
    undefined,
  ])
})

test('createAllowlist passes a predicate a frozen copy of the attempt', () => {
  const attempt = request('GET', 'https://h.com/')
  const seen: Attempt[] = []
  match((given) => seen.push(given) > 0, attempt)
  expect(seen).toEqual([attempt])
  expect([seen[0], seen[0]?.url, seen[0]?.names].map(Object.isFrozen)).toEqual([true, true, true])
  expect(Object.isFrozen(attempt)).toBe(false)
})

test.each<[string, (attempt: Attempt) => unknown, string]>([
  ['throws', () => JSON.parse('{'), "the predicate threw 'Expected property name"],
  ['is async', async () => await Promise.resolve(true), 'returned a promise'],
  ['returns nothing', () => undefined, 'returned undefined'],
])('createAllowlist names the predicate that %s', (_, predicate, what) => {
  const list = createAllowlist(['x.com', predicate as (attempt: Attempt) => boolean], 'jest.config.js')
  expect(() => list.match(named('y.com'))).toThrow(TypeError)
  expect(() => list.match(named('y.com'))).toThrow(`allow[1] in jest.config.js: `)
  expect(() => list.match(named('y.com'))).toThrow(what)
})

test.each([5, null, undefined, {}, ['a.com'], Symbol('x'), true])('createAllowlist rejects the rule %o', (input) => {
  expect(() => createAllowlist([input as never], 'x.js', 'deny')).toThrow(
    /^deny\[0\] in x\.js: a rule cannot be .+\. Write a string/,
  )
})

const label = fc.constantFrom('a', 'b', 'example', 'evil')
const hostName = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'))
const port = fc.constantFrom(undefined, 80, 443)
const hostRule = fc
  .tuple(fc.constantFrom('', '*.'), hostName, port)
  .map(([star, host, number]) => star + host + (number ? `:${number}` : ''))
const otherRule = fc.constantFrom(
  '10.0.0.0/8',
  '10.1.0.0/16',
  'localhost',
  'localhost:80',
  'https://a.b',
  'https://*.b.a/x/*',
  '10.0.0.1',
)
const rules = fc.array(fc.oneof(hostRule, otherRule), { maxLength: 12 })

test('createAllowlist does not depend on the order of its rules', () => {
  const attempts = fc.oneof(
    fc.tuple(hostName, port).map(([host, number]) => named(host, number)),
    fc
      .tuple(fc.constantFrom('10.0.0.1', '10.1.2.3', '127.0.0.1'), port)
      .map(([address, number]) => tcp({ address, port: number })),
    hostName.map((host) => request('GET', `https://${host}/x/y`)),
  )
  const shuffled = rules.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  const property = fc.property(shuffled, attempts, ([list, other], attempt) => {
    const [left, right] = [createAllowlist(list, 'x'), createAllowlist(other, 'x')]
    return (left.match(attempt) === undefined) === (right.match(attempt) === undefined)
  })
  fc.assert(property, { numRuns: 2000 })
})

test('createAllowlist agrees with the plain reading of host rules, so no unlisted host is ever allowed', () => {
  const property = fc.property(
    fc.array(hostRule, { maxLength: 12 }),
    hostName,
    fc.constantFrom(80, 443),
    (list, host, number) => {
      const expected = list.some((rule) => {
        const [pattern = '', own] = rule.replace('*.', '').split(':')
        const fits = host === pattern || (rule.startsWith('*.') && host.endsWith(`.${pattern}`))
        return fits && (own === undefined || Number(own) === number)
      })
      return (match(list, named(host, number)) !== undefined) === expected
    },
  )
  fc.assert(property, { numRuns: 3000 })
})

const places = fc.constantFrom<Place>(
  ...['a.example', 'b.a.example', 'xa.example', 'a.example.x', 'example', 'a-example', 'xn--bcher-kva.example'].map(
    (name): Place => ({ name, spelt: spellName(name) }),
  ),
  ...[0x0a000001, 0x0a000100, 0x7f000001, 0xcb007107].map((value): Place => ({
    name: `4:${value}`,
    spelt: spellIPv4(value),
  })),
  ...[
    [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1],
    [0x2001, 0xdb8, 0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 0, 0, 1],
  ].map((groups): Place => ({ name: `6:${groups.join()}`, spelt: spellIPv6(groups) })),
)

interface Place {
  readonly name: string
  readonly spelt: fc.Arbitrary<string>
}

test('a rule in any spelling allows an attempt in any spelling where both name one place and port, and nowhere else', () => {
  const spelt = fc.tuple(places, fc.boolean()).chain(([place, isPlace]) =>
    fc.record({
      rule: fc.record({ name: fc.constant(place.name), text: place.spelt, port: fc.constantFrom(undefined, 80, 8080) }),
      attempt: (isPlace ? fc.constant(place) : places).chain(({ name, spelt }) =>
        fc.record({ name: fc.constant(name), text: spelt, port: fc.constantFrom(80, 8080) }),
      ),
      isWide: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(spelt, ({ rule, attempt, isWide }) => {
      const isName = !/^[46]:/.test(rule.name)
      const wide = isWide && isName ? '*.' : ''
      const bare = rule.text.includes(':') && !rule.text.startsWith('[') && rule.port !== undefined
      const text = wide + (bare ? `[${rule.text}]` : rule.text) + (rule.port === undefined ? '' : `:${rule.port}`)
      if (/^(?:\d{1,3}\.){0,2}\d{1,3}\.?$/.test(rule.text)) return
      if (!rule.name.includes('.') && wide !== '') return
      const isSame = attempt.name === rule.name || (wide !== '' && attempt.name.endsWith(`.${rule.name}`))
      const expected = isSame && (rule.port === undefined || rule.port === attempt.port)
      expect(match(text, named(canonicalHost(attempt.text), attempt.port)) !== undefined).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('a rule denies at least the connections and requests that it allows', () => {
  fc.assert(
    fc.property(anyRule, anyAttempt, (rule, attempt) => {
      const allowed = match(rule, attempt)
      // Where the request is unknown, a URL allows the connection and cannot deny it. The same holds for ports and DNS lookups.
      if (attempt.channel === 'dns' || (rule.includes('://') && attempt.url === undefined)) return
      if (allowed !== undefined) expect(denied(rule, attempt)).toBeDefined()
    }),
    { numRuns: 2000 },
  )
})

test('a path with a star allows nothing that a server which decodes it would take for a path outside', () => {
  const parts = fc.constantFrom(...'v1 a . .. %2e %2E%2e .%2e %2f %5c \\ / / / ..%2f %252e %00 ;'.split(' '))
  const paths = fc.array(parts, { maxLength: 7 }).map((list) => `/v1/${list.join('')}`)
  fc.assert(
    fc.property(paths, (path) => {
      const url = URL.parse(`https://h.com${path}`)
      if (!url) return
      for (const sent of [url.pathname, path]) {
        const shape = sentAs(sent)
        if (match('https://h.com/v1/*', shape) === undefined) continue
        for (const raw of [sent, decodeURIComponent(sent)]) {
          const seen = posix.normalize(`${raw.replaceAll('\\', '/')}/`)
          expect(seen.startsWith('/v1/'), `${sent} as ${seen}`).toBe(true)
        }
      }
    }),
    { numRuns: 2000 },
  )
})

const asSent = (path: string): string => path
const byStandard = (path: string): string => URL.parse(`https://h.com${path}`)?.pathname ?? path
const decoded = (path: string): string =>
  posix.normalize(
    decodeURIComponent(path)
      .replaceAll('\\', '/')
      .replace(/(\/\.{1,2})$/, '$1/'),
  )

test('a path is allowed where every server finds it inside, and denied where one does', () => {
  const parts = fc.constantFrom(...'v1 admin .. . %2e%2e %2f %5c \\ / / / ;a'.split(' '))
  const paths = fc.array(parts, { maxLength: 8 }).map((list) => `/${list.join('')}`)
  fc.assert(
    fc.property(paths, (path) => {
      const seen = [asSent, byStandard, decoded].map((read) => read(path).startsWith('/v1/'))
      const attempt = sentAs(path)
      if (match('https://h.com/v1/*', attempt) !== undefined) expect(seen, path).toEqual([true, true, true])
      if (seen.includes(true)) expect(denied('https://h.com/v1/*', attempt), path).toBeDefined()
    }),
    { numRuns: 2000 },
  )
})

test('a rule for a unix socket allows the paths that lead to it, and no other', () => {
  const parts = fc.array(fc.constantFrom('run', 'pg', 'a.sock', 'a.sock2', '..', '.', '', 'x'), { maxLength: 6 })
  const rules = fc.constantFrom('unix:/run/a.sock', 'unix:/run/pg/*', 'unix:/run/pg*', 'unix:/a.sock')
  fc.assert(
    fc.property(parts, rules, (list, rule) => {
      const unixPath = `/${list.join('/')}`
      const real = posix.resolve(unixPath) + (unixPath.endsWith('/') ? '/' : '')
      const path = rule.slice('unix:'.length)
      const expected = path.endsWith('*') ? real.startsWith(path.slice(0, -1)) : real === path
      expect(match(rule, tcp({ channel: 'pipe', unixPath })) !== undefined, unixPath).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('createAllowlist finds one host among 100,000', () => {
  const list = createAllowlist(
    Array.from({ length: 100_000 }, (_, index) => `h${index}.example.com`),
    'x',
  )
  expect(list.size).toBe(100_000)
  expect(list.match(named('h77777.example.com', 443))).toBe('h77777.example.com')
  expect(list.match(named('h100000.example.com', 443))).toBeUndefined()
})
