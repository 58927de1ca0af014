import { expect, test } from 'vitest'
import { requestScheme } from '../../../src/policy/attempt/request-scheme.ts'

test.each([
  [false, undefined, 'http'],
  [true, null, 'https'],
  [false, 'websocket', 'ws'],
  [true, 'WebSocket', 'wss'],
  [true, 'h2c', 'https'],
  [true, ['websocket'], 'https'],
])('requestScheme of a request with TLS %s that asks for the upgrade %s is %s', (isSecure, upgrade, scheme) => {
  expect(requestScheme(isSecure, upgrade)).toBe(scheme)
})
