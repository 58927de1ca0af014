import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import { suggestAllow } from '../../../src/evidence/explain/suggest-allow.ts'
import { decideInWords } from '../../policy/precedence/decide-in-words.ts'
import { evidenceOf } from './evidence-of.ts'

const url = { scheme: 'https', host: 'api.example.com', port: 443, path: '/v2/x' }

test.each<[string, Partial<Attempt>, string | undefined]>([
  ['a host on a usual port', { host: 'us.i.posthog.com', port: 443 }, 'us.i.posthog.com'],
  ['a host on another port', { host: 'db.example.com', port: 5432 }, 'db.example.com:5432'],
  ['a DNS lookup', { channel: 'dns', host: 'db.example.com', names: ['db.example.com'] }, 'db.example.com'],
  ['a DNS server', { channel: 'dns', host: '192.0.2.53', port: 53 }, '192.0.2.53:53'],
  ['an address', { host: '203.0.113.7', address: '203.0.113.7', port: 443 }, '203.0.113.7'],
  ['an IPv6 address', { host: '2001:db8::1', port: 53 }, '[2001:db8::1]:53'],
  ['an IPv6 address on a usual port', { host: '2001:db8::1', port: 443 }, '2001:db8::1'],
  [
    'an address with the name it was resolved from',
    { host: '203.0.113.7', names: ['nats.example.com'], port: 4222 },
    'nats.example.com:4222',
  ],
  [
    'an address that its name does not vouch for',
    { host: 'x.example.com', address: '203.0.113.7', names: [], port: 443 },
    '203.0.113.7',
  ],
  ['loopback', { host: '127.0.0.1', address: '127.0.0.1', port: 8126 }, 'localhost:8126'],
  ['a loopback port that a system has chosen', { host: '127.0.0.1', address: '127.0.0.1', port: 41_237 }, 'localhost'],
  ['loopback on a usual port', { host: 'localhost', address: '::1', port: 80 }, 'localhost:80'],
  [
    'a name that leads to loopback',
    { host: 'db.test', address: '127.0.0.1', names: ['db.test'], port: 5432 },
    'db.test:5432',
  ],
  [
    'a name that only looks like loopback',
    { host: 'localhost', address: '203.0.113.7', names: [], port: 80 },
    '203.0.113.7',
  ],
  ['a unix socket', { channel: 'pipe', unixPath: '/var/run/docker.sock' }, 'unix:/var/run/docker.sock'],
  ['a unix socket by a detour', { channel: 'pipe', unixPath: '/run/x/../docker.sock' }, 'unix:/run/docker.sock'],
  ['a Windows pipe', { channel: 'pipe', unixPath: '\\\\.\\pipe\\docker_engine' }, 'unix:\\\\.\\pipe\\docker_engine'],
  ['an abstract socket', { channel: 'pipe', unixPath: '\0name' }, undefined],
  ['a socket with a star in its path', { channel: 'pipe', unixPath: '/run/*' }, undefined],
  ['a request', { channel: 'undici', host: 'api.example.com', port: 443, url }, 'api.example.com'],
  ['what is not a host', { host: 'more destinations' }, undefined],
  ['a program', { channel: 'child-process', program: { file: 'curl', args: [] } }, undefined],
])('suggestAllow knows the rule for %s', (_, attempt, rule) => {
  expect(suggestAllow(evidenceOf(attempt))).toBe(rule)
})

test('suggestAllow suggests the request where only some requests of the host are allowed', () => {
  const attempt = { host: 'api.example.com', port: 443, method: 'GET', url }

  expect(suggestAllow(evidenceOf(attempt, { reason: 'request-not-allowed' }))).toBe('https://api.example.com/v2/x')
})

test('suggestAllow suggests the host where the path holds a secret', () => {
  const attempt = { host: 'api.example.com', port: 443, url: { ...url, path: '/bot1:secret/getMe' } }

  expect(suggestAllow(evidenceOf(attempt, { reason: 'request-not-allowed' }))).toBe('api.example.com')
})

test.each(['denied', 'locked'] as const)('suggestAllow has no rule against one that says %s', (reason) => {
  expect(suggestAllow(evidenceOf({ host: 'api.example.com', port: 443 }, { reason }))).toBeUndefined()
})

test('suggestAllow suggests rules that allow exactly what was tried', () => {
  const address = fc.constantFrom('203.0.113.7', '2001:db8::1', '127.0.0.1', '::1')
  const host = fc.constantFrom('api.example.com', 'xn--bcher-kva.example', 'localhost', 'a.localhost')
  const port = fc.integer({ min: 1, max: 65_535 })
  const path = fc.constantFrom('/', '/v1/x', '/a,b', '/bot1:secret/x', '/%20')
  const rules = fc.constantFrom<string[]>([], ['https://api.example.com/v9/*'], ['api.example.com'])

  fc.assert(
    fc.property(host, address, port, path, fc.boolean(), rules, (host, address, port, path, isKnown, allow) => {
      const request = { method: 'POST', url: { scheme: 'https', host, port, path } }
      const attempt = {
        channel: 'undici',
        raw: '',
        host,
        address,
        port,
        names: isKnown ? [host] : [],
        ...request,
      } as const
      const before = decide(createPolicy({ allow }, 'here'), attempt)
      fc.pre(before.outcome === 'block')
      const rule = suggestAllow(evidenceOf(attempt, { reason: before.reason })) ?? 'none.test'

      const after = decideInWords(createPolicy({ allow: [...allow, rule] }, 'here'), attempt)

      expect(after).toEqual({ outcome: 'allow', rule })
    }),
  )
})
