import * as fc from 'fast-check'
import { BlockList, isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { formatIPv4, formatIPv6 } from '../../../src/policy/attempt/address.ts'
import { canonicalHost } from '../../../src/policy/attempt/canonical-host.ts'
import { spellIPv4, spellIPv6 } from '../rules/spellings.ts'

test.each([
  ['', ''],
  ['api.example.com', 'api.example.com'],
  ['Example.COM.', 'example.com'],
  ['foo_bar.example', 'foo_bar.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['BÜCHER.example.', 'xn--bcher-kva.example'],
  ['3com', '3com'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['0X7F000001', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['017700000001', '127.0.0.1'],
  ['010.0.0.1', '8.0.0.1'],
  ['1.2.772', '1.2.3.4'],
  ['0', '0.0.0.0'],
  ['１２７.0.0.1', '127.0.0.1'],
  ['::FFFF:1.2.3.4', '1.2.3.4'],
  ['::ffff:102:304', '1.2.3.4'],
  ['[::1]', '::1'],
  ['[::ffff:7f00:1]', '127.0.0.1'],
  ['fe80::1%lo', 'fe80::1'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1::2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['1:0:0:0:0:0:0:0', '1::'],
])('canonicalHost writes %j as %j', (raw, canonical) => {
  expect(canonicalHost(raw)).toBe(canonical)
})

test.each([
  'a b',
  'A..',
  '.A',
  '[example.com]',
  'Ü/evil',
  'good.example/ü',
  '%65vil.example',
  '256.1.1.1',
  '1.2.3.4.5',
  '08.1',
  '0x',
  '1:2',
  '*',
])('canonicalHost returns %j in lower case: it is not a host', (raw) => {
  expect(canonicalHost(raw)).toBe(raw.toLowerCase())
})

const dotted = fc.ipV4()
const hosts = fc.oneof(fc.domain(), dotted, fc.ipV6(), fc.string({ unit: 'grapheme' }), fc.string(), fc.webAuthority())

test('canonicalHost changes nothing that it has written itself', () => {
  fc.assert(
    fc.property(hosts, (raw) => canonicalHost(canonicalHost(raw)) === canonicalHost(raw)),
    { numRuns: 2000 },
  )
})

test('canonicalHost ignores case', () => {
  fc.assert(fc.property(fc.domain(), (name) => canonicalHost(name.toUpperCase()) === canonicalHost(name)))
})

test('canonicalHost writes every shorthand of an IPv4 address as the URL standard does', () => {
  const shorthand = fc
    .tuple(fc.nat(0xffffffff), fc.constantFrom(8, 10, 16), fc.constantFrom(1, 2, 3, 4))
    .map(writeShorthand)
  fc.assert(
    fc.property(shorthand, (host) => canonicalHost(host) === new URL(`http://${host}`).hostname),
    { numRuns: 500 },
  )
})

test('canonicalHost writes every IPv6 address as the URL standard does', () => {
  const unmapped = fc.ipV6().filter((address) => !new URL(`http://[${address}]`).hostname.startsWith('[::ffff:'))
  fc.assert(
    fc.property(unmapped, (address) => `[${canonicalHost(address)}]` === new URL(`http://[${address}]`).hostname),
  )
})

test('canonicalHost agrees with the URL standard on every name of one or more labels', () => {
  const parts = fc.constantFrom(
    ...'a B x 0 9 - _ . . ü Ü ß ẞ 。 ． １ ｘ \u00ad \u200d İ ſ K ⅓ ς א ב \u0301 😀 \ud800 \u200b ／ ？ ： ［'.split(
      ' ',
    ),
    ...'xn-- xn--bcher-kva 0x7f 127 256 4294967295 4294967296 localhost example com'.split(' '),
  )
  const names = fc.array(parts, { minLength: 1, maxLength: 8 }).map((list) => list.join(''))
  fc.assert(
    fc.property(names, (name) => {
      const standard = URL.parse(`http://${name}`)?.hostname.replace(/\.$/, '')
      // It takes empty labels, which no resolver does, and `0x` for a number, which getaddrinfo does not.
      if (
        standard === undefined ||
        /^$|^\.|\.\.|\.$/.test(standard) ||
        /(?:^|[.。．｡])[0０][xXｘ](?:$|[.。．｡])/.test(name)
      )
        return
      expect(canonicalHost(name)).toBe(standard)
    }),
    { numRuns: 2000 },
  )
})

test('canonicalHost returns one spelling of an address, the same as Node, whatever its form was', () => {
  const four = fc.nat(0xffffffff)
  const six = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  const addresses = fc.oneof(
    four.chain((value) => fc.record({ plain: fc.constant(formatIPv4(value)), spelt: spellIPv4(value) })),
    six.chain((groups) => fc.record({ plain: fc.constant(formatIPv6(groups)), spelt: spellIPv6(groups) })),
  )
  fc.assert(
    fc.property(addresses, ({ plain, spelt }) => {
      const list = new BlockList()
      list.addAddress(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
      const canonical = canonicalHost(spelt)
      expect(list.check(canonical, isIPv6(canonical) ? 'ipv6' : 'ipv4')).toBe(true)
      expect(canonical).toBe(canonicalHost(plain))
    }),
    { numRuns: 1000 },
  )
})

function writeShorthand([value, base, count]: [number, number, number]): string {
  const prefix = { 8: '0', 10: '', 16: '0x' }[base] ?? ''
  const parts = Array.from({ length: count - 1 }, (_, index) => Math.floor(value / 256 ** (3 - index)) % 256)
  return [...parts, value % 256 ** (5 - count)]
    .map((part) => (part === 0 ? '0' : prefix + part.toString(base)))
    .join('.')
}
