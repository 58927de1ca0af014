import { isLoopback } from './address.ts'
import type { Attempt } from './attempt.ts'

/** True for an attempt that stays on this machine: on the loopback interface, or to a listener of our own. */
export function isLocal(attempt: Attempt): boolean {
  return attempt.own === true || isLoopbackAttempt(attempt)
}

/** True when the address, or where none is known the host, is on the loopback interface. No unix socket is. */
export function isLoopbackAttempt({ host, address, unixPath }: Attempt): boolean {
  const destination = address ?? host
  return unixPath === undefined && destination !== undefined && isLoopback(destination)
}

/** True for a look-up of a name that never leaves this machine; a query to a DNS server has a port. */
export function isLoopbackLookup(attempt: Attempt): boolean {
  return attempt.channel === 'dns' && attempt.port === undefined && isLoopbackAttempt(attempt)
}
