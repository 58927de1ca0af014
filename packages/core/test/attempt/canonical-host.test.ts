import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalHost } from '../../src/attempt/canonical-host.ts'

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
])('canonicalHost gives %j back in lower case: it is no host', (raw) => {
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

test('canonicalHost knows no difference between upper and lower case', () => {
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

function writeShorthand([value, base, count]: [number, number, number]): string {
  const prefix = { 8: '0', 10: '', 16: '0x' }[base] ?? ''
  const parts = Array.from({ length: count - 1 }, (_, index) => Math.floor(value / 256 ** (3 - index)) % 256)
  return [...parts, value % 256 ** (5 - count)]
    .map((part) => (part === 0 ? '0' : prefix + part.toString(base)))
    .join('.')
}
