import { isLoopback, isLoopbackName } from '../../../policy/attempt/address.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'

/**
 * Whether RFC 6761 reserves the name for this machine. The system would ask a DNS server for all of these but
 * `localhost`, and a name can carry a secret. They get the answer for `localhost`.
 */
export function isBelowLocalhost(name: string | undefined): boolean {
  return name !== undefined && name.length > 'localhost'.length && isLoopbackName(canonicalHost(name))
}

/** Whether it is a numeric form that the system translates without a query. */
export function isInetAton(raw: string): boolean {
  return /^[\da-fx.]*[\da-f]$/i.test(raw)
}

/** Whether it is an address next to the loopback address. The hosts file has only the latter, so a server is asked for the others. */
export function isLoopbackNeighbour(host: string): boolean {
  return isLoopback(host) && host !== '127.0.0.1' && host !== '::1'
}
