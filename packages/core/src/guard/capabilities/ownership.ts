import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Operation } from './operation.ts'

/** Which scope the code that runs now belongs to. */
export interface Ownership {
  /**
   * The owner of what is happening now; captures the stack when the attempt would not be let through. Where the same
   * owner began `partOf`, what both reach is recorded once.
   */
  begin(attempt: Attempt, behind?: Attempt, partOf?: Operation): Operation
  /** The operation that the code further up this very call stack began, if any. */
  current(): Operation | undefined
  /** True when the scope of what is happening now began it. */
  isMine(operation: Operation): boolean
  /** True while what is happening now has the scope and the policy under which the operation began. */
  holds(operation: Operation): boolean
  /** Runs `fn` as part of an operation, in the scope of the one who asked for it. */
  run<T>(operation: Operation, fn: () => T): T
  /** Like `run`, and also what `fn` starts is part of the operation, where that is refused: for work in later turns. */
  carry<T>(operation: Operation, fn: () => T): T
  /** Runs `fn`, which serves others: once the test of the server is over, what it does belongs to the test that runs. */
  serve<T>(fn: () => T): T
  /** The current operation, or the one that this work was started as a part of. */
  carried(): Operation | undefined
}
