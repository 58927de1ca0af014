/** The address family of a canonical host, or 0 for a name. */
export function isAddress(host: string): 0 | 4 | 6 {
  if (parseIPv4(host) !== -1) return 4
  return parseIPv6(host) ? 6 : 0
}

/** Whether a canonical host or address leads to this machine's loopback interface. The unspecified address does too. */
export function isLoopback(host: string): boolean {
  if (isLoopbackName(host) || host === '::1' || host === '::') return true
  return host.startsWith('127.') ? parseIPv4(host) !== -1 : host === '0.0.0.0'
}

/** Whether it is `localhost` or a name below it. RFC 6761 reserves both for the loopback interface. */
export function isLoopbackName(host: string): boolean {
  return host.endsWith('localhost') && (host.length === 9 || host.charCodeAt(host.length - 10) === DOT)
}

/** The two addresses that `localhost` may have. Ask for both at once: between two questions, a server may begin to listen. */
export const loopbackAddresses: readonly string[] = ['127.0.0.1', '::1']

const DOT = 46
const ZERO = 48

/** A dotted IPv4 address without leading zeros as an unsigned 32-bit number, or -1. */
export function parseIPv4(text: string): number {
  if (text.length < 7 || text.length > 15) return -1
  let value = 0
  let part = -1
  let dots = 0
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - ZERO
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1
      part = part === -1 ? digit : part * 10 + digit
      if (part > 255) return -1
    } else if (text.charCodeAt(index) === DOT && part !== -1) {
      value = value * 256 + part
      part = -1
      dots++
    } else return -1
  }
  return dots === 3 && part !== -1 ? value * 256 + part : -1
}

/** The dotted form of an unsigned 32-bit number. */
export function formatIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

/**
 * The eight 16-bit groups of an IPv6 address without zone, or undefined.
 *
 * Node's own `isIPv6` is a regular expression that takes V8 10 ms to compile, once per process.
 */
export function parseIPv6(text: string): readonly number[] | undefined {
  if (!text.includes(':')) return undefined
  const [head = '', tail, ...more] = text.split('::')
  const left = parseGroups(head, tail === undefined)
  const right = parseGroups(tail ?? '', true)
  if (!left || !right || more.length > 0) return undefined
  const missing = 8 - left.length - right.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...left, ...Array<number>(missing).fill(0), ...right]
}

const GROUP = /^[\da-f]{1,4}$/i

/** Only the last group of an address may be a dotted IPv4 address, which is two. */
function parseGroups(part: string, isEnd: boolean): readonly number[] | undefined {
  if (part === '') return []
  const groups: number[] = []
  const texts = part.split(':')
  for (const [index, text] of texts.entries()) {
    const dotted = isEnd && index === texts.length - 1 ? parseIPv4(text) : -1
    if (dotted !== -1) groups.push(Math.floor(dotted / 65_536), dotted % 65_536)
    else if (GROUP.test(text)) groups.push(Number.parseInt(text, 16))
    else return undefined
  }
  return groups
}

/** The IPv4 address inside `::ffff:0:0/96` as an unsigned 32-bit number, or -1. */
export function mappedIPv4(groups: readonly number[]): number {
  const [, , , , , marker, high = 0, low = 0] = groups
  return marker === 0xffff && groups.slice(0, 5).every((group) => group === 0) ? high * 65_536 + low : -1
}

/** Eight groups as RFC 5952 writes them: lower case, the first longest run of two or more zero groups shortened. */
export function formatIPv6(groups: readonly number[]): string {
  const { start, length } = longestZeroRun(groups)
  const hex = groups.map((group) => group.toString(16))
  if (length < 2) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  }
  return best
}
