import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { namedTargets } from '../../../src/policy/attempt/named-target.ts'

const url = { scheme: 'https', host: 'api.example', port: 443, path: '/x' }
const attempt: Attempt = {
  channel: 'http',
  host: 'api.example',
  port: 443,
  address: '192.0.2.1',
  method: 'GET',
  url,
  raw: 'api.example:443',
}

describe('namedTargets', () => {
  test.each([
    'api.example',
    'API.example.:443',
    'api.example:8443',
    '192.0.2.1',
    'localhost:80',
    '[::1]',
    'a.localhost',
    '',
  ])('finds no other server in %s', (host) => {
    expect(namedTargets(attempt, [host])).toEqual([])
  })

  test('finds another name, with its port and the URL that it makes', () => {
    const proxy = 'api.example:443'
    expect(namedTargets(attempt, ['Other.Example:8443', 'other.example'])).toEqual([
      {
        channel: 'http',
        host: 'other.example',
        port: 8443,
        method: 'GET',
        url: { ...url, host: 'other.example', port: 8443 },
        proxy,
        raw: 'Other.Example:8443',
      },
      {
        channel: 'http',
        host: 'other.example',
        port: 443,
        method: 'GET',
        url: { ...url, host: 'other.example' },
        proxy,
        raw: 'other.example',
      },
    ])
  })

  test.each(['api.example@other.example', 'api.example/other', 'api.example\\other', 'a b', 'api.example:x'])(
    'takes what is not a host, %s, as it is written',
    (host) => {
      expect(namedTargets(attempt, [host])).toMatchObject([{ host, raw: host }])
    },
  )

  test('finds nothing for a connection without a request', () => {
    const { url: _, ...bare } = attempt
    expect(namedTargets(bare, ['other.example'])).toEqual([])
  })
})
