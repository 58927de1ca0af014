import { isAddress } from '../../policy/attempt/address.ts'
import { type Allowlist, createAllowlist } from '../../policy/rules/allowlist.ts'

/** A destination of a lock, split into the parts that allowlists of other tools need. */
export type Endpoint =
  | (Place & { readonly kind: 'name' })
  | (Place & { readonly kind: 'loopback' })
  | (Place & { readonly kind: 'address'; readonly isPrivate: boolean })
  | { readonly kind: 'unix'; readonly text: string }
  | { readonly kind: 'program'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string }

interface Place {
  /** Without brackets. */
  readonly host: string
  /** Absent for a name that only had a DNS lookup. `*` where the system chooses the port. */
  readonly port?: number | '*'
}

/** Parses a destination as `lockedDestinations` writes it. */
export function parseDestination(destination: string): Endpoint {
  const [, scheme = '', rest = ''] = /^(unix|exec):(.+)$/s.exec(destination) ?? []
  if (scheme !== '') return { kind: scheme === 'unix' ? 'unix' : 'program', text: rest }
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d+|\*))?$/.exec(destination) ?? []
  const host = bracketed ?? plain
  if (host === undefined || !/^[\w.:-]+$/.test(host)) return { kind: 'unknown', text: destination }
  const place: Place = port === undefined ? { host } : { host, port: port === '*' ? port : Number(port) }
  if (isAddress(host) !== 0) return { kind: 'address', isPrivate: isPrivate(host), ...place }
  return { kind: host === 'localhost' ? 'loopback' : 'name', ...place }
}

/** The host, in brackets where needed, with its port. `*` means any port and is left out. */
export function hostAndPort(host: string, port: number | '*'): string {
  const bare = host.includes(':') ? `[${host}]` : host
  return port === '*' ? bare : `${bare}:${port}`
}

function isPrivate(host: string): boolean {
  kept.private ??= createAllowlist(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], 'an export')
  return kept.private.match({ channel: 'tcp', host, raw: host }) !== undefined
}

const kept: { private?: Allowlist } = {}
