import { isLoopback } from '../attempt/address.ts'
import type { Evidence } from '../evidence/evidence.ts'

/** Whether an attempt went to this machine; the address decides where it is known. */
export function isToLoopback({ host, address }: Pick<Evidence, 'host' | 'address'>): boolean {
  const used = address ?? host
  return used !== undefined && isLoopback(used)
}
