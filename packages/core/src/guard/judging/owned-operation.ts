import type { Operation } from '../capabilities/operation.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { Circumstances } from '../../policy/rules/terms.ts'
import type { Frame } from '../scope/scope.ts'
import type { Judgement } from './judgement.ts'

/** An operation with what the guard adds: its owner, the caller's stack, and what was recorded of it. */
export interface OwnedOperation extends Operation {
  /** The async context that it continues in. */
  readonly frame: Frame
  /** The frame whose policy judges it and whose ledger records it. */
  readonly owner: Frame
  /** The policy of its owner when it began. */
  readonly policy: Policy
  readonly trace: Trace | undefined
  /** Where rules need it: the stack of the caller, captured at the first rule that matches except for its `by`. */
  readonly circumstances: Circumstances | undefined
  /** The decision when it began, on the attempt and on the one behind it. Undefined where no guard is installed. */
  readonly judged: Judgement | undefined
  readonly judgedBehind: Judgement | undefined
  /** Its entries in the ledger. */
  readonly entries: Entry[]
}

/** Safe, since channels pass what `begin` returned, or a copy of it. */
export function owned(operation: Operation): OwnedOperation {
  return operation as OwnedOperation
}
