import { isAddress, isLoopback } from '../../policy/attempt/address.ts'
import type { Evidence } from '../record/evidence.ts'

/** A name rather than an address, which changes; but only one that DNS gave the address for, and none that means loopback. */
export function vouchedHost({
  host,
  names,
  address,
}: Pick<Evidence, 'host' | 'names' | 'address'>): string | undefined {
  if (names === undefined || host === undefined) return host ?? address
  const usable = names.filter((name) => !isLoopback(name))
  if (usable.includes(host)) return host
  return usable[0] ?? address ?? (isAddress(host) === 0 ? undefined : host)
}
