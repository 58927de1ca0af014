import type { Operation } from '../capabilities/operation.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { Frame } from '../scope/scope.ts'

/** An operation with what the guard adds: its owner, the caller's stack, and what was recorded of it. */
export interface OwnedOperation extends Operation {
  readonly frame: Frame
  readonly trace: Trace | undefined
  /** The policy that let the attempt through when it began. */
  readonly passed: Policy | undefined
  readonly entries: Entry[]
}

/** Channels hand back what `begin` gave them, or a copy of it. */
export function owned(operation: Operation): OwnedOperation {
  return operation as OwnedOperation
}
