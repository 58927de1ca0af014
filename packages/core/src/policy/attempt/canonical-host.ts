import { domainToASCII } from 'node:url'
import { formatIPv4, formatIPv6, mappedIPv4, parseIPv4, parseIPv6 } from './address.ts'

/**
 * The canonical spelling of a host, in which rules, DNS lookups and connections are compared.
 *
 * Lower case, without trailing dot, brackets and zone. IDN in ASCII. IPv4 shorthand and v4-mapped IPv6 as dotted IPv4,
 * other IPv6 as in RFC 5952. Never throws: text that is not a host is returned in lower case.
 */
export function canonicalHost(raw: string): string {
  if (raw === '' || raw === '::1' || isCanonicalHost(raw)) return raw
  if (raw.includes(':')) return canonicalIPv6(raw) ?? raw.toLowerCase()
  return canonicalName(raw) ?? raw.toLowerCase()
}

/** Whether a name or a dotted IPv4 address is already canonical. This common case takes one scan. */
export function isCanonicalHost(raw: string): boolean {
  let label = 0
  let lastLabel = 0
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index)
    if (code === 46) {
      if (label === 0) return false
      label = 0
      lastLabel = index + 1
    } else if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 95) label++
    else return false
  }
  if (label === 0) return false
  // A last label that starts with a digit may be a form of `inet_aton`.
  return raw.charCodeAt(lastLabel) > 57 || raw.charCodeAt(lastLabel) === 45 || parseIPv4(raw) !== -1
}

function canonicalIPv6(raw: string): string | undefined {
  const bare = raw.startsWith('[') && raw.endsWith(']') ? raw.slice(1, -1) : raw
  const zone = bare.indexOf('%')
  const groups = parseIPv6(zone === -1 ? bare : bare.slice(0, zone))
  if (groups === undefined) return undefined
  const mapped = mappedIPv4(groups)
  return mapped === -1 ? formatIPv6(groups) : formatIPv4(mapped)
}

// Only letters, digits, `-`, `_`, dots and non-ASCII characters reach domainToASCII, which would cut a name at `/` or `?` and decode `%`.
const NAME = /^[\w.\-\u0080-\uffff]+$/

function canonicalName(raw: string): string | undefined {
  if (!NAME.test(raw)) return undefined
  const ascii = isASCII(raw) ? raw.toLowerCase() : domainToASCII(raw) || domainToASCII(raw.toLowerCase())
  if (ascii === '' || ascii.startsWith('.') || ascii.includes('..')) return undefined
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii
  const address = parseShorthand(name)
  return address === -1 ? name : formatIPv4(address)
}

function isASCII(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false
  return true
}

/** What `inet_aton`, and so `getaddrinfo`, reads in `127.1`, `0x7f.1`, `017700000001` or `2130706433`. -1 for a name. */
function parseShorthand(name: string): number {
  const parts = name.split('.').map(parseNumber)
  const last = parts.pop() ?? -1
  if (parts.length > 3 || last < 0 || last >= 256 ** (4 - parts.length)) return -1
  if (parts.some((part) => part < 0 || part > 255)) return -1
  return parts.reduce((value, part, index) => value + part * 256 ** (3 - index), last)
}

function parseNumber(part: string): number {
  if (/^0x[\da-f]+$/.test(part)) return Number.parseInt(part, 16)
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8)
  return /^[1-9]\d*$/.test(part) ? Number(part) : -1
}
