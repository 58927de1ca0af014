import { expect, test } from 'vitest'
import { noteRedirect, redirectsTo } from '../../../src/guard/scope/redirects.ts'
import { createScope } from '../../../src/guard/scope/scope.ts'
import type { RequestUrl } from '../../../src/policy/attempt/attempt.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const scope = () => createScope({ name: 'a test', policy: createPolicy({}, 'a test') })
const url = (host: string, path: string, scheme = 'http', port = 80): RequestUrl =>
  ({ scheme, host, port, path, method: 'GET' }) as RequestUrl

test('the hops to a URL are listed first one first', () => {
  const at = scope()
  noteRedirect(at, url('a.test', '/1'), '/2')
  noteRedirect(at, url('a.test', '/2'), 'https://b.test/3')

  const hops = redirectsTo(at, url('b.test', '/3', 'https', 443))
  expect(hops?.map(({ host, path }) => `${host}${path}`)).toEqual(['a.test/1', 'a.test/2'])
})

test('another port, scheme or path of the target has no hops', () => {
  const at = scope()
  noteRedirect(at, url('a.test', '/1'), 'http://b.test:8080/2')

  expect(redirectsTo(at, url('b.test', '/2', 'http', 8080))).toHaveLength(1)
  expect(redirectsTo(at, url('b.test', '/2'))).toBeUndefined()
  expect(redirectsTo(at, url('b.test', '/2', 'https', 8080))).toBeUndefined()
  expect(redirectsTo(at, url('b.test', '/3', 'http', 8080))).toBeUndefined()
})

test('a redirect from an IPv6 address is resolved against it', () => {
  const at = scope()
  noteRedirect(at, url('2001:db8::1', '/1', 'http', 8080), '/2')

  expect(redirectsTo(at, url('2001:db8::1', '/2', 'http', 8080))).toHaveLength(1)
})

test('a target that is not a URL is ignored, and a scope keeps its last 64 redirects', () => {
  const at = scope()
  noteRedirect(at, url('a.test', '/'), 'http://[')
  for (let index = 0; index <= 64; index += 1) noteRedirect(at, url('a.test', '/'), `/${index}`)

  expect(redirectsTo(at, url('a.test', '/0'))).toBeUndefined()
  expect(redirectsTo(at, url('a.test', '/64'))).toHaveLength(1)
})
