import { expect, test } from 'vitest'
import { requestAttempts } from '../../../src/policy/attempt/request-target.ts'

const urlOf = (target: string, method = 'GET') => {
  const parts = { channel: 'http', scheme: 'http', host: 'h.example', port: 80, method, target } as const
  const { attempt, behind } = requestAttempts(parts)
  return { ...(behind ?? attempt).url }
}
const at = { scheme: 'http', host: 'h.example', port: 80 }

test.each([
  ['/v1/x', { ...at, path: '/v1/x' }],
  ['/v1/x?to=/../admin', { ...at, path: '/v1/x' }],
  ['/v1/../x?q', { ...at, path: '/x', sent: '/v1/../x' }],
  ['/v1/..\\x', { ...at, path: '/x', sent: '/v1/..\\x' }],
  ['/v1/%2e%2e/x', { ...at, path: '/x', sent: '/v1/%2e%2e/x' }],
  ['//v1/x', { ...at, path: '//v1/x', sent: '//v1/x' }],
  ['/a%2fb', { ...at, path: '/a%2fb', sent: '/a%2fb' }],
  ['http://other.example/v1/../x?q', { ...at, host: 'other.example', path: '/x', sent: '/v1/../x' }],
  ['http://other.example', { ...at, host: 'other.example', path: '/' }],
])('requestAttempts reads %s as the standard does, and keeps what is sent where that differs', (target, url) => {
  expect(urlOf(target)).toEqual(url)
})

test('requestAttempts takes a CONNECT with a path as a request to the server itself', () => {
  expect(urlOf('/chat', 'CONNECT')).toEqual({ ...at, path: '/chat' })
})
