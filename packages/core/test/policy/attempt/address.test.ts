import { isIPv6 } from 'node:net'
import * as fc from 'fast-check'
import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import {
  formatIPv4,
  formatIPv6,
  isAddress,
  isLoopback,
  isLoopbackName,
  mappedIPv4,
  parseIPv4,
  parseIPv6,
} from '../../../src/policy/attempt/address.ts'

test.each(['127.0.0.1', '127.255.255.254', '::1', '::', '0.0.0.0', 'localhost', 'app.localhost', 'a.b.localhost'])(
  'isLoopback holds for %s',
  (host) => {
    expect(isLoopback(host)).toBe(true)
  },
)

test.each([
  '',
  '128.0.0.1',
  '0.0.0.1',
  '127.evil.test',
  '127.0.0',
  'localhost.evil.test',
  'evillocalhost',
  '::2',
  'example.com',
])('isLoopback does not hold for %j', (host) => {
  expect(isLoopback(host)).toBe(false)
})

test('isLoopbackName holds for names only', () => {
  expect(['localhost', 'a.localhost', '127.0.0.1', '::1'].map(isLoopbackName)).toEqual([true, true, false, false])
})

test('isAddress agrees with Node on addresses, names and garbage', () => {
  const texts = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
    fc.string(),
    fc.constantFrom('01.2.3.4', '1.2.3', '1.2.3.256', '1..2.3', '.1.2.3'),
  )
  fc.assert(
    fc.property(texts, (text) => isAddress(text) === isIP(text)),
    { numRuns: 1000 },
  )
})

test('parseIPv4 and formatIPv4 are inverse', () => {
  fc.assert(fc.property(fc.nat(0xffffffff), (value) => parseIPv4(formatIPv4(value)) === value))
})

test('parseIPv6 and formatIPv6 are inverse', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(groups, (value) => String(parseIPv6(formatIPv6(value))) === String(value)),
    { numRuns: 500 },
  )
})

test('parseIPv6 accepts what Node takes for an IPv6 address without zone, and nothing else', () => {
  const group = fc.oneof(
    fc.constantFrom('', '0', 'f', 'FFFF', '12345', 'g', '1.2.3.4', '1.2.3.256', '01.2.3.4', ' '),
    fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)),
  )
  const nearly = fc.array(group, { maxLength: 10 }).map((all) => all.join(':'))
  const letters = fc.string({ unit: fc.constantFrom('0', '1', 'f', ':', '.', 'G'), maxLength: 20 })
  fc.assert(
    fc.property(fc.oneof(fc.ipV6(), nearly, letters), (text) => (parseIPv6(text) !== undefined) === isIPv6(text)),
    { numRuns: 5000 },
  )
})

test('parseIPv6 rejects a zone, a name and an IPv4 address', () => {
  expect(['fe80::1%lo', 'example.com', '1.2.3.4', ':::'].map(parseIPv6)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('mappedIPv4 finds the IPv4 address of a mapped one only', () => {
  const groups = ['::ffff:1.2.3.4', '::1.2.3.4', '1::ffff:1.2.3.4'].map((text) => parseIPv6(text) ?? [])
  expect(groups.map(mappedIPv4)).toEqual([0x01020304, -1, -1])
})
