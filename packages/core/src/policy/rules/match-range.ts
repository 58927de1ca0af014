import { parseIPv4, parseIPv6 } from '../attempt/address.ts'
import { maskIPv4, maskIPv6, type RangeRule } from './range-rule.ts'

/** Ranges by family and prefix length. Matching takes one map access for each length in use, however many ranges there are. */
export interface RangeIndex {
  four: Map<number, Map<number, string>> | undefined
  six: Map<number, Map<string, string>> | undefined
}

/** Adds a range. */
export function addToRangeIndex(index: RangeIndex, rule: RangeRule): void {
  if (rule.family === 4) bucket((index.four ??= new Map()), rule.bits).set(rule.network, rule.text)
  else bucket((index.six ??= new Map()), rule.bits).set(String.fromCharCode(...rule.network), rule.text)
}

function bucket<Key>(buckets: Map<number, Map<Key, string>>, bits: number): Map<Key, string> {
  const found = buckets.get(bits)
  if (found !== undefined) return found
  const made = new Map<Key, string>()
  buckets.set(bits, made)
  return made
}

/** The text of a range that contains the canonical address, or undefined. A name is in no range. */
export function matchRange(index: RangeIndex, address: string): string | undefined {
  return address.includes(':') ? matchSix(index, address) : matchFour(index, address)
}

function matchFour({ four }: RangeIndex, address: string): string | undefined {
  const value = four === undefined ? -1 : parseIPv4(address)
  if (four === undefined || value === -1) return undefined
  for (const [bits, networks] of four) {
    const text = networks.get(maskIPv4(value, bits))
    if (text !== undefined) return text
  }
  return undefined
}

function matchSix({ six }: RangeIndex, address: string): string | undefined {
  const groups = six === undefined ? undefined : parseIPv6(address)
  if (six === undefined || groups === undefined) return undefined
  for (const [bits, networks] of six) {
    const text = networks.get(String.fromCharCode(...maskIPv6(groups, bits)))
    if (text !== undefined) return text
  }
  return undefined
}
