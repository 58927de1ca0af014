import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Operation } from './operation.ts'

/** Which scope the code that runs now belongs to. */
export interface Ownership {
  /**
   * Begins an operation of the code that runs now. Captures the stack when the attempt would not be allowed. Where the
   * same owner began `partOf`, what both reach is recorded once.
   */
  begin(attempt: Attempt, behind?: Attempt, partOf?: Operation): Operation
  /** The operation that code further up this call stack began, if any. */
  current(): Operation | undefined
  /** Whether the current scope began the operation. */
  isMine(operation: Operation): boolean
  /** Whether the current scope and policy are those under which the operation began. */
  holds(operation: Operation): boolean
  /** Runs `fn` as part of an operation, in the scope that asked for it. */
  run<T>(operation: Operation, fn: () => T): T
  /** Like `run` for work in later turns: where the operation is refused, what `fn` starts is part of it too. */
  carry<T>(operation: Operation, fn: () => T): T
  /** Runs `fn`, which serves other code. Once the test of a server is over, what the server does belongs to the running test. */
  serve<T>(fn: () => T): T
  /** The current operation, or the one that this work was started as a part of. */
  carried(): Operation | undefined
}
