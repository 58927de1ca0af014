import { formatIPv4, formatIPv6, isAddress, mappedIPv4, parseIPv4, parseIPv6 } from '../attempt/address.ts'
import { usageError } from '../usage/usage-error.ts'

/** Every address whose first `bits` bits are those of `network`: one number for IPv4, eight 16-bit groups for IPv6. */
export type RangeRule = { readonly kind: 'range'; readonly text: string; readonly bits: number } & (
  | { readonly family: 4; readonly network: number }
  | { readonly family: 6; readonly network: readonly number[] }
)

/** Parses `10.0.0.0/8` or `2001:db8::/32`. Undefined when the text before the slash is not an address. */
export function parseRange(text: string, where: string): RangeRule | undefined {
  const slash = text.indexOf('/')
  const address = text.slice(0, slash)
  if (isAddress(address) === 0) return rejectShorthand(address, text, where)
  const size = isAddress(address) === 4 ? 32 : 128
  const bits = parseBits(text.slice(slash + 1), size, text, where)
  const range = toRange(address, bits, text)
  if (range.bits < 1) {
    throw usageError(
      where,
      `'${text}' would match every address`,
      "List the ranges you mean, or turn the guard off with mode: 'off'",
    )
  }
  rejectHostBits(range, address, where)
  return range
}

function rejectShorthand(address: string, text: string, where: string): undefined {
  if (!/^[\d.]+$/.test(address) && !address.startsWith('[')) return undefined
  throw usageError(
    where,
    `'${text}' is not a range of addresses`,
    "Write all of the network, such as '10.0.0.0/8' or '2001:db8::/32'",
  )
}

function parseBits(bits: string, size: number, text: string, where: string): number {
  if (/^\d{1,3}$/.test(bits) && Number(bits) <= size) return Number(bits)
  const what = `'${text}' ends in '${bits}', which is not a prefix length from 1 to ${size}`
  throw usageError(
    where,
    what,
    `Write '${text.slice(0, text.indexOf('/'))}/${size === 32 ? 24 : 64}', or the address alone`,
  )
}

function toRange(address: string, bits: number, text: string): RangeRule {
  const groups = parseIPv6(address)
  if (groups === undefined) return { kind: 'range', text, bits, family: 4, network: parseIPv4(address) }
  // v4-mapped addresses are compared as IPv4, so a mapped range is converted too.
  const mapped = bits >= 96 ? mappedIPv4(groups) : -1
  if (mapped !== -1) return { kind: 'range', text, bits: bits - 96, family: 4, network: mapped }
  return { kind: 'range', text, bits, family: 6, network: groups }
}

function rejectHostBits(range: RangeRule, address: string, where: string): void {
  const corrected = range.family === 4 ? maskIPv4(range.network, range.bits) : maskIPv6(range.network, range.bits)
  const same =
    typeof corrected === 'number'
      ? corrected === range.network
      : corrected.every((group, at) => group === groupAt(range, at))
  if (same) return
  const network = typeof corrected === 'number' ? formatIPv4(corrected) : formatIPv6(corrected)
  const what = `'${range.text}' sets bits after its prefix`
  throw usageError(where, what, `Write '${network}/${range.bits}' for the range, or '${address}' for the address`)
}

function groupAt(range: RangeRule, index: number): number {
  return range.family === 6 ? (range.network[index] ?? 0) : 0
}

/** The first `bits` bits of an IPv4 address. The others are zero. */
export function maskIPv4(value: number, bits: number): number {
  return bits === 0 ? 0 : (value & (-1 << (32 - bits))) >>> 0
}

/** The first `bits` bits of an IPv6 address. The others are zero. */
export function maskIPv6(groups: readonly number[], bits: number): readonly number[] {
  return groups.map((group, index) => group & (0xffff << Math.min(16, Math.max(0, 16 * (index + 1) - bits))) & 0xffff)
}
