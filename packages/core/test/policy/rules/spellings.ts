import * as fc from 'fast-check'
import { formatIPv4, formatIPv6 } from '../../../src/policy/attempt/address.ts'

/** Any of the ways in which code or a rule may write an IPv4 address: `127.0.0.1`, `0x7f.1`, `017700000001`, `127.0.0.1.` */
export function spellIPv4(value: number): fc.Arbitrary<string> {
  const shorthand = fc.tuple(fc.constantFrom(1, 2, 3, 4), fc.constantFrom('', '.')).chain(([count, end]) => {
    const parts = Array.from({ length: count - 1 }, (_, index) => Math.floor(value / 256 ** (3 - index)) % 256)
    const numbers = [...parts, value % 256 ** (5 - count)].map((part) =>
      fc.constantFrom(String(part), `0x${part.toString(16)}`, `0X${part.toString(16)}`, `0${part.toString(8)}`),
    )
    return fc.tuple(...numbers).map((texts) => texts.join('.') + end)
  })
  return fc.oneof(fc.constant(formatIPv4(value)), shorthand, spellIPv6(mapped(value)))
}

/** Any of the ways to write an IPv6 address: upper case, leading zeros, dotted end, brackets, a zone. */
export function spellIPv6(groups: readonly number[]): fc.Arbitrary<string> {
  const dotted = formatIPv4((groups[6] ?? 0) * 65_536 + (groups[7] ?? 0))
  const hex = groups.map((group) => group.toString(16))
  const long = hex.map((group) => group.padStart(4, '0'))
  const texts = fc.constantFrom(
    formatIPv6(groups),
    hex.join(':'),
    long.join(':'),
    `${hex.slice(0, 6).join(':')}:${dotted}`,
    long.join(':').toUpperCase(),
  )
  return fc
    .tuple(texts, fc.constantFrom('', '', '%lo', '%25eth0'), fc.boolean())
    .map(([text, zone, hasBrackets]) => (hasBrackets ? `[${text}${zone}]` : text + zone))
}

/** Any of the ways to write a name: cases, a dot at its end, wide letters, the dots of other scripts. */
export function spellName(name: string): fc.Arbitrary<string> {
  const letters = name
    .split('')
    .map((letter) => fc.constantFrom(letter, letter, letter.toUpperCase(), ...alike(letter)))
  return fc.tuple(fc.tuple(...letters), fc.constantFrom('', '.')).map(([parts, end]) => parts.join('') + end)
}

/** The eight groups of the IPv6 form of an IPv4 address. */
export function mapped(value: number): readonly number[] {
  return [0, 0, 0, 0, 0, 0xffff, Math.floor(value / 65_536), value % 65_536]
}

function alike(letter: string): string[] {
  if (letter === '.') return ['。', '．', '｡']
  const code = letter.charCodeAt(0)
  return /^[a-z0-9]$/.test(letter) ? [String.fromCharCode(code + 0xfee0), `${letter}\u00ad`] : []
}
