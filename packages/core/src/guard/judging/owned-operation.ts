import type { Operation } from '../capabilities/operation.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import type { Circumstances } from '../../policy/rules/terms.ts'
import type { Frame } from '../scope/scope.ts'
import type { Judgement } from './judgement.ts'

/** An operation with what the guard adds: its owner, the caller's stack, and what was recorded of it. */
export interface OwnedOperation extends Operation {
  /** The async context that it goes on in. */
  readonly frame: Frame
  /** Who pays for it, by whose policy. */
  readonly owner: Frame
  /** The policy of its owner when it began. */
  readonly policy: Policy
  readonly trace: Trace | undefined
  /** Where rules ask for it: the stack of the caller, captured at the first rule that matches but for its `by`. */
  readonly circumstances: Circumstances | undefined
  /** What was decided when it began, of the attempt and of the one behind it; nothing where no guard is installed. */
  readonly judged: Judgement | undefined
  readonly judgedBehind: Judgement | undefined
  /** What is on record of it. */
  readonly entries: Entry[]
}

/** Channels hand back what `begin` gave them, or a copy of it. */
export function owned(operation: Operation): OwnedOperation {
  return operation as OwnedOperation
}
