import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import type { Decide } from '../../capabilities/decide.ts'
import type { Operation } from '../../capabilities/operation.ts'

/** Judges the servers that a request names, unless it is sent to a server of the tests. */
export function decideOnNamed(decide: Decide, operation: Operation): EgressBlockedError | undefined {
  for (const target of operation.named ?? []) {
    const error = decide(target, operation)
    if (error) return error
  }
  return undefined
}
