import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatIPv4, formatIPv6 } from '../../../src/policy/attempt/address.ts'
import type { HostPattern } from '../../../src/policy/rules/host-pattern.ts'
import { parsePlainHost, parseRule, type Rule } from '../../../src/policy/rules/rule.ts'

const where = 'allow[2] in jest.config.js'
const name = (host: string) => ({ kind: 'name', host })
const address = (host: string) => ({ kind: 'address', host })
const suffix = (host: string) => ({ kind: 'suffix', host })
const loopback = { kind: 'loopback' }

test.each([
  ['api.weather.com', { kind: 'host', host: name('api.weather.com') }],
  ['API.Weather.com.', { kind: 'host', host: name('api.weather.com') }],
  ['bücher.example', { kind: 'host', host: name('xn--bcher-kva.example') }],
  ['db', { kind: 'host', host: name('db') }],
  ['my_service', { kind: 'host', host: name('my_service') }],
  ['db:5432', { kind: 'host', host: name('db'), port: 5432 }],
  ['db:1', { kind: 'host', host: name('db'), port: 1 }],
  ['db:65535', { kind: 'host', host: name('db'), port: 65_535 }],
  ['*.example.com', { kind: 'host', host: suffix('example.com') }],
  ['*.example.com:443', { kind: 'host', host: suffix('example.com'), port: 443 }],
  ['*.test', { kind: 'host', host: suffix('test') }],
  ['203.0.113.7', { kind: 'host', host: address('203.0.113.7') }],
  ['2130706433', { kind: 'host', host: address('127.0.0.1') }],
  ['203.0.113.7:53', { kind: 'host', host: address('203.0.113.7'), port: 53 }],
  ['2001:DB8::1', { kind: 'host', host: address('2001:db8::1') }],
  ['[2001:db8::1]', { kind: 'host', host: address('2001:db8::1') }],
  ['[2001:db8::1]:53', { kind: 'host', host: address('2001:db8::1'), port: 53 }],
  ['::ffff:1.2.3.4', { kind: 'host', host: address('1.2.3.4') }],
  ['localhost', { kind: 'host', host: loopback }],
  ['LOCALHOST:5432', { kind: 'host', host: loopback, port: 5432 }],
  ['loopback', { kind: 'host', host: loopback }],
  ['10.0.0.0/8', { kind: 'range', family: 4, network: 0x0a000000, bits: 8 }],
  ['203.0.113.7/32', { kind: 'range', family: 4, network: 0xcb007107, bits: 32 }],
  ['::ffff:10.0.0.0/104', { kind: 'range', family: 4, network: 0x0a000000, bits: 8 }],
  ['2001:db8::/32', { kind: 'range', family: 6, network: [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], bits: 32 }],
  ['unix:/run/docker.sock', { kind: 'unix', path: '/run/docker.sock', prefix: false }],
  ['unix:/run/postgresql/*', { kind: 'unix', path: '/run/postgresql/', prefix: true }],
  ['https://h.com', { kind: 'request', scheme: 'https', host: name('h.com'), port: 443, path: '/', prefix: true }],
  ['https://h.com/*', { kind: 'request', scheme: 'https', host: name('h.com'), port: 443, path: '/', prefix: true }],
  ['http://h.com/a', { kind: 'request', scheme: 'http', host: name('h.com'), port: 80, path: '/a', prefix: false }],
  [
    'HTTP://H.com:8080/a/*',
    { kind: 'request', scheme: 'http', host: name('h.com'), port: 8080, path: '/a/', prefix: true },
  ],
  ['wss://h.com', { kind: 'request', scheme: 'https', host: name('h.com'), port: 443, path: '/', prefix: true }],
  ['ws://[::1]:9/x', { kind: 'request', scheme: 'http', host: address('::1'), port: 9, path: '/x', prefix: false }],
  [
    'https://*.h.com/x/../a%7eb',
    { kind: 'request', scheme: 'https', host: suffix('h.com'), port: 443, path: '/a~b', prefix: false },
  ],
  [
    'get http://localhost:3/',
    { kind: 'request', method: 'GET', scheme: 'http', host: loopback, port: 3, path: '/', prefix: false },
  ],
])('parseRule reads %s', (text, rule) => {
  expect(parseRule(text, where)).toEqual({ ...rule, text })
})

test.each([
  ['', 'an empty string is not a rule', 'Name a host'],
  ['*', "'*' would match everything", "mode: 'off'"],
  ['any', "'any' names no host", "Write 'api.example.com'"],
  ['com', "'com' names no host", "Write 'api.example.com'"],
  [
    'POST,GET https://api.example.com/',
    'names several methods',
    "['POST https://api.example.com/', 'GET https://api.example.com/']",
  ],
  ['*.com', 'public suffix', "'*.example.com'"],
  ['*foo.com', 'no dot after the star', "Did you mean '*.foo.com'?"],
  ['a.*.com', 'not its first label', "Write '*.example.com'"],
  ['*.*.com', 'not its first label', "Write '*.example.com'"],
  ['foo.*', 'not its first label', "Write '*.example.com'"],
  ['*.10.0.0.1', 'a star before an address', "'10.0.0.1'"],
  ['*.localhost', 'the loopback interface', "'localhost'"],
  ['loopback:80', 'loopback takes no port', "'localhost:5432'"],
  ['.foo.com', 'starts with a dot', "Did you mean '*.foo.com'?"],
  ['https://.foo.com/x', 'starts with a dot', "Did you mean 'https://*.foo.com/x'?"],
  ['*foo.com:443', 'no dot after the star', "Did you mean '*.foo.com:443'?"],
  ['?x=1', 'names no host', "'api.example.com'"],
  ['http//x.com', 'is not a URL', "'http://x.com'"],
  ['https:/x.com/a', 'is not a URL', "'https://x.com/a'"],
  ['foo.com/path', 'a path but no scheme', "'https://foo.com/path'"],
  ['foo.com:443/path', 'a path but no scheme', "'https://foo.com:443/path'"],
  ['/run/docker.sock', 'is not a host', "'unix:/run/docker.sock'"],
  ['foo.com:0', "the port '0'", "'foo.com:443'"],
  ['foo.com:65536', "the port '65536'", "'foo.com:443'"],
  ['foo.com:', "the port ''", "'foo.com' for any port"],
  ['foo.com:*', "the port '*'", "'foo.com' for any port"],
  ['foo.com:http', "the port 'http'", "'foo.com:443'"],
  ['https:x', "the port 'x'", "'https://x'"],
  [':443', 'names no host', "'localhost:443'"],
  ['[::1', 'unclosed bracket', "'[2001:db8::1]:443'"],
  ['1:2:3', 'is not an IPv6 address', "'[2001:db8::1]:443'"],
  ['a b.com', 'a space or a comma', "['a', 'b.com']"],
  ['a.com,b.com', 'a space or a comma', "['a.com', 'b.com']"],
  ['GET a.com/x', 'a space or a comma', "'GET https://a.com/x'"],
  ['me:secret@foo.com', 'user information', "'foo.com'"],
  ['me@foo.com', 'user information', "'foo.com'"],
  ['foo.com?x=1', 'a query or a fragment', "'foo.com'"],
  ['ex$mple.com', 'is not a host name', 'Use letters'],
  ['a..b', 'is not a host name', 'Use letters'],
  ['192.168.1', 'a part of an IPv4 address', "'192.168.1.0/24'"],
  ['10:443', 'a part of an IPv4 address', "'10.0.0.0/8'"],
  ['https://10.1./x', 'a part of an IPv4 address', "'10.1.0.0/16'"],
  ['256.0.0.1', 'looks like an IPv4 address', "'203.0.113.7'"],
  ['1.2.3.4.5', 'looks like an IPv4 address', "'203.0.113.7'"],
  ['10.0.0.0/33', "ends in '33'", "'10.0.0.0/24'"],
  ['10.0.0.0/x', "ends in 'x'", "'10.0.0.0/24'"],
  ['2001:db8::/129', "ends in '129'", "'2001:db8::/64'"],
  ['10.0.0.1/8', 'sets bits after its prefix', "'10.0.0.0/8'"],
  ['2001:db8::1/32', 'sets bits after its prefix', "'2001:db8::/32'"],
  ['10.0/8', 'not a range of addresses', "'10.0.0.0/8'"],
  ['0.0.0.0/0', 'every address', 'List the ranges'],
  ['::/0', 'every address', 'List the ranges'],
  ['::ffff:0:0/96', 'every address', 'List the ranges'],
  ['unix:run/x', 'no absolute path', "'unix:/run/docker.sock'"],
  ['unix:///run/x', 'too many slashes', "'unix:/run/x'"],
  ['unix:/run//x', 'too many slashes', "'unix:/run/x'"],
  ['unix:/run/*/x', 'a star before its end', "'unix:/run/*'"],
  ['unix:/run/../x', "'.' or '..'", 'without them'],
  ['ftp://x', "the scheme 'ftp'", "the host alone: 'x'"],
  ['htps://x', "the scheme 'htps'", "'https'"],
  ['https://', 'names no host', ''],
  ['https://*', 'not its first label', ''],
  ['https://h.com:0/', "the port '0'", ''],
  ['https://me:secret@h.com/', 'user information', "'https://h.com/'"],
  ['https://h.com/?a=1', 'a query or a fragment', "'https://h.com/'"],
  ['https://h.com/#a', 'a query or a fragment', "'https://h.com/'"],
  ['https://h.com/a*b', 'a star before its end', "'https://h.com/a*'"],
  ['https://h.com/a b', 'is not a URL rule', ''],
  ['GTE https://h.com', "unknown method 'GTE'", "'GET'"],
])('parseRule rejects %j, says why and offers a way out', (text, what, fix) => {
  const error = catchError(() => parseRule(text, where))
  expect(error).toBeInstanceOf(TypeError)
  expect(error.message).toMatch(/^allow\[2\] in jest\.config\.js: .+[.?]$/)
  expect(error.message).toContain(what)
  expect(error.message).toContain(fix)
})

test('parseRule never repeats a password', () => {
  for (const text of [
    'https://me:secret@h.com/',
    'me:secret@h.com',
    'GET https://secret@h.com',
    'me:secret@h.com/path',
  ]) {
    expect(catchError(() => parseRule(text, where)).message).not.toContain('secret')
  }
})

const pieces = fc.constantFrom(
  ...'* . : / // .. [ ] @ a x 1 9 - ? # % , ; \\ \' " $& 。 １ ü \0 \n \ud800 \u202e'.split(' '),
  ...'http https:// unix: exec: preset: *. a.com 10.0.0.0 ::1 ::ffff: loopback localhost %lo :443 /8 __proto__ 0x7f'.split(
    ' ',
  ),
  ' ',
  'GET ',
)
const hostile = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''))

test('parseRule returns a rule or throws a TypeError that names place and fix, for any text', () => {
  const texts = fc.oneof(hostile, fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.webAuthority())
  fc.assert(
    fc.property(texts, (text) => {
      const error = tryRule(text)
      if (error === undefined) return
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toMatch(/^allow\[2\] in jest\.config\.js: .+\. .+[.?]$/s)
    }),
    { numRuns: 3000 },
  )
})

const propose = (text: string) => /Did you mean '(.*)'\?$/s.exec(tryRule(text)?.message ?? '')?.[1]

test('parseRule proposes what leads to a rule, or to an error that proposes nothing', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const proposed: string[] = []
      for (let next = propose(text); next !== undefined; next = propose(next)) {
        proposed.push(next)
        expect(next).not.toBe('')
        expect(proposed.length, proposed.join(' then ')).toBeLessThan(6)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a rule that is read, written and read again is the same', () => {
  const texts = fc.oneof(
    hostile,
    fc.tuple(fc.constantFrom('', '*.'), fc.domain(), fc.constantFrom('', ':443', ':1')).map((parts) => parts.join('')),
    fc.tuple(fc.ipV6(), fc.constantFrom('', ':53')).map(([host, port]) => `[${host}]${port}`),
    fc.tuple(fc.ipV4Extended(), fc.constantFrom('', ':53')).map((parts) => parts.join('')),
    fc.webUrl().map((url) => url.replace('://www.', '://')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      if (tryRule(text) !== undefined) return
      const { text: _, ...rule } = parseRule(text, where)
      const { text: __, ...again } = parseRule(writeRule(parseRule(text, where)), where)
      expect(again).toEqual(rule)
    }),
    { numRuns: 3000 },
  )
})

test('parsePlainHost leaves what needs a closer look to parseRule', () => {
  expect(['A.com', 'a.com:1', '*.a.com', 'loopback', '', '256.1.1.1', 'a.com.'].map(parsePlainHost)).toEqual(
    Array(7).fill(undefined),
  )
})

function catchError(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not throw')
}

function tryRule(text: string): Error | undefined {
  try {
    expect(parseRule(text, where).text).toBe(text)
    return undefined
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}

/** The shortest text of a rule, from its parts alone. */
function writeRule(rule: Rule): string {
  if (rule.kind === 'exec') return `exec:${rule.program}`
  if (rule.kind === 'unix') return `unix:${rule.path}${rule.prefix ? '*' : ''}`
  if (rule.kind === 'range') {
    return `${rule.family === 4 ? formatIPv4(rule.network) : formatIPv6(rule.network)}/${rule.bits}`
  }
  const host = writeHost(rule.host, rule.port !== undefined || rule.kind === 'request')
  if (rule.kind === 'host') return rule.port === undefined ? host : `${host}:${rule.port}`
  const method = rule.method === undefined ? '' : `${rule.method} `
  return `${method}${rule.scheme}://${host}:${rule.port}${rule.path}${rule.prefix ? '*' : ''}`
}

function writeHost(host: HostPattern, isBeforePort: boolean): string {
  if (host.kind === 'loopback') return isBeforePort ? 'localhost' : 'loopback'
  if (host.kind === 'suffix') return `*.${host.host}`
  return host.host.includes(':') ? `[${host.host}]` : host.host
}
