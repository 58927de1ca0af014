import { isLoopback } from './address.ts'
import type { Attempt } from './attempt.ts'

/** Whether an attempt stays on this machine: on the loopback interface, or to one of our own listeners. */
export function isLocal(attempt: Attempt): boolean {
  return attempt.own === true || isLoopbackAttempt(attempt)
}

/** Whether the address, or the host where no address is known, is on the loopback interface. A unix socket is not. */
export function isLoopbackAttempt({ host, address, unixPath }: Attempt): boolean {
  const destination = address ?? host
  return unixPath === undefined && destination !== undefined && isLoopback(destination)
}

/** Whether it is a DNS lookup of a name that never leaves this machine. A query to a DNS server has a port. */
export function isLoopbackLookup(attempt: Attempt): boolean {
  return attempt.channel === 'dns' && attempt.port === undefined && isLoopbackAttempt(attempt)
}
