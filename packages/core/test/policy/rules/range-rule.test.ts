import { BlockList, isIPv6 } from 'node:net'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatIPv4, formatIPv6 } from '../../../src/policy/attempt/address.ts'
import { canonicalHost } from '../../../src/policy/attempt/canonical-host.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createAllowlist } from '../../../src/policy/rules/allowlist.ts'
import { maskIPv4, maskIPv6, parseRange } from '../../../src/policy/rules/range-rule.ts'
import { mapped, spellIPv4, spellIPv6 } from './spellings.ts'

interface Range {
  readonly network: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

const group = fc.oneof(fc.constant(0), fc.constant(0xffff), fc.nat(0xffff))
const groups = fc.array(group, { minLength: 8, maxLength: 8 })
const fourRange = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 })).map(([value, bits]): Range => {
  return { network: formatIPv4(maskIPv4(value, bits)), bits, family: 'ipv4' }
})
const sixRange = fc
  .tuple(fc.oneof(groups, fc.nat(0xffffffff).map(mapped)), fc.integer({ min: 1, max: 128 }))
  .map(([value, bits]): Range => ({ network: formatIPv6(maskIPv6(value, bits)), bits, family: 'ipv6' }))

/** The address with one of its bits turned, near enough to an edge to distinguish one range from the next. */
const near = ({ network, family }: Range): fc.Arbitrary<string> =>
  family === 'ipv4'
    ? fc.nat(31).chain((bit) => spellIPv4((numberOf(network) ^ (1 << bit)) >>> 0))
    : fc.nat(127).chain((bit) => spellIPv6(groupsOf(network).map((value, index) => value ^ turned(bit, index))))

const ranges = fc.oneof(fourRange, sixRange)
const any = fc.oneof(fc.nat(0xffffffff).chain(spellIPv4), groups.chain(spellIPv6))
const pairs = ranges.chain((range) => fc.record({ range: fc.constant(range), address: fc.oneof(near(range), any) }))

test('a range allows the addresses that Node finds in it, and no other', () => {
  fc.assert(
    fc.property(pairs, ({ range, address }) => {
      const text = `${range.network}/${range.bits}`
      const attempt: Attempt = { channel: 'tcp', raw: address, host: canonicalHost(address), port: 1 }
      const expected = isInside(range, attempt.host ?? '') ? text : undefined
      if (isEveryIPv4(range)) expect(() => createAllowlist([text], 'x')).toThrow('every address')
      else expect(createAllowlist([text], 'x').match(attempt)).toBe(expected)
    }),
    { numRuns: 1500 },
  )
})

test('many ranges allow what one of them does', () => {
  const lists = fc.tuple(fc.array(ranges, { minLength: 1, maxLength: 6 }), any)
  fc.assert(
    fc.property(lists, ([all, address]) => {
      const list = all.filter((range) => !isEveryIPv4(range))
      const host = canonicalHost(address)
      const allowed = createAllowlist(
        list.map(({ network, bits }) => `${network}/${bits}`),
        'x',
      ).match({ channel: 'tcp', raw: address, host, port: 1 })
      expect(allowed !== undefined).toBe(list.some((range) => isInside(range, host)))
    }),
    { numRuns: 500 },
  )
})

test('parseRange takes no range with bits behind its prefix, and proposes the one without them', () => {
  const texts = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 32 }))
  fc.assert(
    fc.property(texts, ([address, bits]) => {
      const text = `${address}/${bits}`
      try {
        parseRange(text, 'x')
      } catch (error) {
        const proposed = /Write '([^']*)' for the range/.exec(String(error))?.[1] ?? ''
        expect(parseRange(proposed, 'x')).toMatchObject({ text: proposed })
      }
    }),
  )
})

/** As Node, but a range of IPv6 wider than all mapped addresses holds no IPv4 one: it was written for IPv6. */
function isInside({ network, bits, family }: Range, address: string): boolean {
  if (family === 'ipv6' && bits < 96 && !isIPv6(address)) return false
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** What holds every IPv4 address in its mapped form is refused, as `0.0.0.0/0` is. */
function isEveryIPv4({ network, bits }: Range): boolean {
  return bits === 96 && network === '::ffff:0:0'
}

function numberOf(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0)
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const left = Array.isArray(head) ? head : []
  const right = tail ?? []
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].map((text) => Number.parseInt(text, 16))
}

function turned(bit: number, index: number): number {
  return Math.floor(bit / 16) === index ? 1 << (15 - (bit % 16)) : 0
}
