import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { builtins } from '../node/builtins.ts'
import type { BoundPort } from './bound-at.ts'

/**
 * `::` also takes IPv4 connections on every system that Node listens on by default. Connecting to the unspecified
 * address reaches loopback.
 */
export function covers({ address: bound, only6 }: BoundPort, asked: string): boolean {
  const address = asked === '0.0.0.0' ? '127.0.0.1' : asked === '::' ? '::1' : asked
  if (bound === address) return true
  if (bound === '::') return (only6 !== true || address.includes(':')) && isLocal(address)
  return bound === '0.0.0.0' && !address.includes(':') && isLocal(address)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

/** Whether an address belongs to this machine. */
export function isLocal(address: string): boolean {
  if (isUnspecified(address) || address.startsWith('127.') || address === '::1' || address === 'localhost') return true
  return addressesHere().includes(address)
}

/** The addresses of this machine's interfaces. Listing them needs a descriptor, and none may be left. */
export function addressesHere(): readonly string[] {
  try {
    const interfaces = Object.values(builtins.os.networkInterfaces()).flatMap((list) => list ?? [])
    return interfaces.map(({ address }) => canonicalHost(address))
  } catch {
    return []
  }
}
