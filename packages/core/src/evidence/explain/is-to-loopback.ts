import { isLoopback } from '../../policy/attempt/address.ts'
import type { Evidence } from '../record/evidence.ts'

/** Whether an attempt went to this machine; the address decides where it is known. */
export function isToLoopback({ host, address }: Pick<Evidence, 'host' | 'address'>): boolean {
  const used = address ?? host
  return used !== undefined && isLoopback(used)
}
