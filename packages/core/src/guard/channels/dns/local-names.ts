import { isLoopback, isLoopbackName } from '../../../policy/attempt/address.ts'
import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'

/**
 * True for names that RFC 6761 ties to this machine. The system would ask a DNS server for all but `localhost`, and a
 * name can carry a secret: the answer for `localhost` is theirs.
 */
export function isBelowLocalhost(name: string | undefined): boolean {
  return name !== undefined && name.length > 'localhost'.length && isLoopbackName(canonicalHost(name))
}

/** True for the numeric forms that the system translates without asking anybody. */
export function isInetAton(raw: string): boolean {
  return /^[\da-fx.]*[\da-f]$/i.test(raw)
}

/** True for the neighbours of the loopback address: hosts files name that one, a server is asked for the others. */
export function isLoopbackNeighbour(host: string): boolean {
  return isLoopback(host) && host !== '127.0.0.1' && host !== '::1'
}
