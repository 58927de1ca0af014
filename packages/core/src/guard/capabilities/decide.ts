import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import type { Operation } from './operation.ts'

/** Decides and records. Returns the error to fail with, or nothing when the attempt is allowed. */
export type Decide = (attempt: Attempt, operation: Operation) => EgressBlockedError | undefined
