import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackLookup } from '../../policy/attempt/is-local.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'

/** Whether an allowed attempt reaches more than the tests themselves: their own servers, threads and harmless programs. */
export function isEgress(attempt: Attempt, by: DecidedBy | undefined): boolean {
  const { channel, own, host, program } = attempt
  if (own === true || channel === 'worker' || isLoopbackLookup(attempt)) return false
  if (program) return by?.kind !== 'isolated' && (program.foreign ?? [program.file]).length > 0
  return channel !== 'native' || host !== undefined
}
