import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Phase } from '../../evidence/record/evidence.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import type { Operation } from './operation.ts'

/** Programs and threads that this process starts. */
export interface Children {
  /** Makes a child process or worker thread join the scope of its starter. `undefined` where that scope is not guarded. */
  equip(attempt: Attempt, operation: Operation): ChildEquipment | { readonly error: EgressBlockedError } | undefined
  /**
   * The words to put before a command line so that the program reaches only what its scope allows. `undefined` where it
   * may run unchanged.
   */
  isolate(
    attempt: Attempt,
    operation: Operation,
    equipment: ChildEquipment,
    start: ProgramStart,
  ): Entrance | { readonly error: EgressBlockedError } | undefined
  /** Records that a child process or worker thread cannot be guarded, because of `problem`. `undefined` where it need not be guarded. */
  refuse(attempt: Attempt, operation: Operation, problem: string): EgressBlockedError | undefined
  /** Notes that an equipped program has started. `joins` returns whether it loads the guard. */
  started(operation: Operation, pid: number, joins: () => boolean): void
  /** Runs `fn` in the scope of code that no other scope started. */
  outside<T>(fn: () => T): T
  /**
   * This process is about to become another program. Reports what it has recorded, and returns false where no process
   * would receive that.
   */
  leave(): boolean
}

/** How a program enters the namespace where it reaches only what its scope allows. */
export interface Entrance {
  /** Words to put before its command line. */
  readonly words: readonly string[]
  /** Descriptors of this process that it would inherit, and that lead out of the namespace. */
  readonly outside: readonly number[]
}

/** Where, and as which user, a program starts. */
export interface ProgramStart {
  readonly cwd: string
  /** Descriptors of this process that it gets, by their positions in the program. */
  readonly descriptors: readonly (number | undefined)[]
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

/** How a child process or a worker thread joins the scope of its starter. */
export interface ChildEquipment {
  /** Absolute path of the module to load first. */
  readonly preload: string
  readonly ticket: string
  /** The caller's stack, which belongs below the stack of each attempt of the child. */
  readonly stack: string
  /** The phase in which the caller was running. */
  readonly phase: Phase
  /** Where that work began, when that phase was over. */
  readonly began?: Phase | undefined
  /** The tests that ran at once, when any of them may have started it. */
  readonly candidates?: readonly string[] | undefined
}
