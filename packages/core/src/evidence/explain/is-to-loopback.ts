import { isLoopback } from '../../policy/attempt/address.ts'
import type { Evidence } from '../record/evidence.ts'

/** Whether an attempt went to this machine. A known address decides. */
export function isToLoopback({ host, address }: Pick<Evidence, 'host' | 'address'>): boolean {
  const used = address ?? host
  return used !== undefined && isLoopback(used)
}
