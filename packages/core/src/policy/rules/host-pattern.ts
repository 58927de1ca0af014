import { isAddress, isLoopbackName } from '../attempt/address.ts'
import { canonicalHost } from '../attempt/canonical-host.ts'
import { usageError } from '../usage/usage-error.ts'

/** The hosts of a rule: one name, a name with its subdomains, one address, or the loopback interface. Hosts are canonical. */
export type HostPattern =
  | { readonly kind: 'name' | 'suffix' | 'address'; readonly host: string }
  | { readonly kind: 'loopback' }

/** A pattern with an optional port. */
export interface HostPort {
  readonly host: HostPattern
  readonly port?: number
}

/** Parses `host`, `host:port`, `*.host`, an address or `[v6]:port`. Errors show the whole rule, `text`. */
export function parseHostPort(authority: string, text: string, where: string): HostPort {
  const { host, port } = splitPort(authority, text, where)
  const pattern = parseHost(host, text, where)
  return port === undefined ? { host: pattern } : { host: pattern, port: parsePort(port, host, text, where) }
}

function splitPort(authority: string, text: string, where: string): { host: string; port?: string } {
  if (authority.startsWith('[')) {
    const parts = /^(\[[^\]]*\])(?::(.*))?$/.exec(authority)
    if (parts?.[1] === undefined)
      throw usageError(where, `'${text}' has an unclosed bracket`, "Write '[2001:db8::1]:443'")
    return parts[2] === undefined ? { host: parts[1] } : { host: parts[1], port: parts[2] }
  }
  const colon = authority.indexOf(':')
  // More than one colon is an IPv6 address without brackets, which has no port.
  if (colon === -1 || authority.includes(':', colon + 1)) return { host: authority }
  return { host: authority.slice(0, colon), port: authority.slice(colon + 1) }
}

function parsePort(port: string, host: string, text: string, where: string): number {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0
  if (number >= 1 && number <= 65_535) return number
  const what = `'${text}' has the port '${port}', which is not a number from 1 to 65535`
  if (/^https?$/i.test(host)) throw usageError(where, what, `Did you mean '${host.toLowerCase()}://${port}'?`)
  throw usageError(where, what, `Write '${host}:443', or '${host}' for any port`)
}

function parseHost(host: string, text: string, where: string): HostPattern {
  if (host.includes('*')) return parseWildcard(host, text, where)
  rejectPartOfAddress(host, text, where)
  const canonical = canonicalHost(host)
  rejectBadHost(canonical, host, text, where)
  if (canonical === 'localhost') return { kind: 'loopback' }
  return { kind: isAddress(canonical) === 0 ? 'name' : 'address', host: canonical }
}

// No one can register a name below these (RFC 6761, RFC 6762, ICANN's .internal).
const PRIVATE_SUFFIXES: readonly string[] = ['test', 'example', 'invalid', 'local', 'internal']

function parseWildcard(host: string, text: string, where: string): HostPattern {
  const suffix = host.slice(2)
  const glued = /^\*([^*.].*)$/.exec(host)
  if (glued !== null) {
    throw usageError(where, `'${text}' has no dot after the star`, proposeHost(text, host, `*.${glued[1]}`))
  }
  if (!host.startsWith('*.') || suffix.includes('*')) {
    throw usageError(
      where,
      `'${text}' has a star that is not its first label`,
      "Write '*.example.com' for a host and all its subdomains",
    )
  }
  const canonical = canonicalHost(suffix)
  rejectBadHost(canonical, suffix, text, where)
  if (isAddress(canonical) !== 0) {
    throw usageError(
      where,
      `'${text}' puts a star before an address`,
      `Write '${canonical}', or a range such as 10.0.0.0/8`,
    )
  }
  if (isLoopbackName(canonical))
    throw usageError(where, `'${text}' is the loopback interface`, "Did you mean 'localhost'?")
  if (!canonical.includes('.') && !PRIVATE_SUFFIXES.includes(canonical)) {
    throw usageError(
      where,
      `'${text}' would match a whole public suffix`,
      `Name the domain, for example '*.example.${canonical}'`,
    )
  }
  return { kind: 'suffix', host: canonical }
}

/** `getaddrinfo` reads `192.168.1` as 192.168.0.1, but users mean a network. */
function rejectPartOfAddress(host: string, text: string, where: string): void {
  const numbers = host.replace(/\.$/, '').split('.')
  if (numbers.length > 3 || !numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) < 256)) return
  const network = [...numbers, '0', '0', '0'].slice(0, 4).join('.')
  throw usageError(
    where,
    `'${text}' is a part of an IPv4 address`,
    `Write '${network}/${numbers.length * 8}' for the network, or all four numbers`,
  )
}

const NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/

function rejectBadHost(canonical: string, host: string, text: string, where: string): void {
  if (canonical === 'loopback') {
    throw usageError(
      where,
      `'${text}' is not a rule: loopback takes no port`,
      "Write 'loopback', or 'localhost:5432' for one port",
    )
  }
  if (isAddress(canonical) !== 0) return
  if (!NAME.test(canonical)) throw badHost(host, text, where)
  if (/(^|\.)(\d+|0x[\da-f]*)$/.test(canonical)) {
    throw usageError(
      where,
      `'${text}' looks like an IPv4 address but is not one`,
      "Write four numbers from 0 to 255, such as '203.0.113.7'",
    )
  }
}

function badHost(host: string, text: string, where: string): TypeError {
  if (host === '' || /^[?#]/.test(host))
    return usageError(where, `'${text}' names no host`, "Write 'api.example.com', or 'localhost:443' for a local port")
  if (/^\.[^.]/.test(host)) return usageError(where, `'${text}' starts with a dot`, proposeHost(text, host, `*${host}`))
  if (host.includes(':'))
    return usageError(
      where,
      `'${text}' is not an IPv6 address`,
      "Write '2001:db8::1', or '[2001:db8::1]:443' with a port",
    )
  if (host.includes('?') || host.includes('#')) {
    return usageError(
      where,
      `'${text}' contains a query or a fragment`,
      `Did you mean '${host.replace(/[?#].*/s, '')}'?`,
    )
  }
  return usageError(where, `'${host}' is not a host name`, 'Use letters, digits, hyphens, underscores and dots')
}

/** The whole rule again, with a better host. */
function proposeHost(text: string, host: string, better: string): string {
  const start = text.indexOf(host, text.indexOf('://') + 1)
  return `Did you mean '${text.slice(0, start)}${better}${text.slice(start + host.length)}'?`
}
