import { isAddress, isLoopback } from '../../policy/attempt/address.ts'
import type { Evidence } from '../record/evidence.ts'

/** The name, since addresses change, but only if DNS returned the address for it and it does not mean loopback. */
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
