import { expect, test } from 'vitest'
import { placesOf, portsOf } from '../../../src/guard/judge/find-doors.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const policyFor = (...allow: string[]) => createPolicy({ allow }, 'a test')

test.each<[string, string, readonly number[]]>([
  ['a port', 'api.example.com:8000', [8000]],
  ['a URL', 'https://api.example.com:4433/v1/*', [4433]],
  ['another host', 'other.example:443', []],
])('portsOf foresees the ports that %s allows', (_, rule, ports) => {
  expect(portsOf([policyFor(rule)], 'api.example.com', ['192.0.2.9'])).toEqual(ports)
})

test('portsOf takes the usual ones of a host that is allowed as a whole, and those that every policy allows', () => {
  const whole = policyFor('api.example.com')

  expect(portsOf([whole], 'api.example.com', ['192.0.2.9'])).toContain(443)
  expect(portsOf([whole, policyFor('api.example.com:443')], 'api.example.com', ['192.0.2.9'])).toEqual([443])
})

test('placesOf foresees addresses with a port, and what listens on loopback', () => {
  const policy = policyFor('203.0.113.7:443', '[2001:db8::7]:80', 'localhost:5432', 'api.example.com:443')

  expect(placesOf(policy, [5432, 6379])).toEqual([
    { address: '203.0.113.7', port: 443 },
    { address: '2001:db8::7', port: 80 },
    { address: '127.0.0.1', port: 5432 },
    { address: '::1', port: 5432 },
  ])
})
