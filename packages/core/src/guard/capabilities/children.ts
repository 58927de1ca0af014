import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Phase } from '../../evidence/record/evidence.ts'
import type { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import type { Operation } from './operation.ts'

/** Programs and threads that this process starts. */
export interface Children {
  /** What makes a child process or worker thread join the scope of its starter; nothing where that is not guarded. */
  equip(attempt: Attempt, operation: Operation): ChildEquipment | { readonly error: EgressBlockedError } | undefined
  /** What has to be before a program so that it reaches only what its scope allows; nothing where it may run as it is. */
  isolate(
    attempt: Attempt,
    operation: Operation,
    equipment: ChildEquipment,
    start: ProgramStart,
  ): Entrance | { readonly error: EgressBlockedError } | undefined
  /** Records that a child process or worker thread cannot be guarded, for `problem`; nothing where it need not be. */
  refuse(attempt: Attempt, operation: Operation, problem: string): EgressBlockedError | undefined
  /** Notes that a program which was equipped has started; `joins` says whether it loads the guard. */
  started(operation: Operation, pid: number, joins: () => boolean): void
  /** Runs `fn` in the scope of code that no other scope started. */
  outside<T>(fn: () => T): T
  /** This process is about to become another program: reports what it has recorded; false where no process would receive it. */
  leave(): boolean
}

/** How a program gets to where it reaches only what its scope allows. */
export interface Entrance {
  /** What has to be before its command line. */
  readonly words: readonly string[]
  /** Descriptors of this process that it would inherit, and that lead past where it runs. */
  readonly outside: readonly number[]
}

/** Where and as whom a program is to be started. */
export interface ProgramStart {
  readonly cwd: string
  /** Those of this process that it gets, by their places there. */
  readonly descriptors: readonly (number | undefined)[]
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

/** How a child process or a worker thread joins the scope of its starter. */
export interface ChildEquipment {
  /** Absolute path of the module to load first. */
  readonly preload: string
  readonly ticket: string
  /** The caller's stack, which is below that of whatever the child attempts. */
  readonly stack: string
  /** When the caller was running. */
  readonly phase: Phase
  /** Where that work began, when that was over. */
  readonly began?: Phase | undefined
  /** The tests that ran at once, when any of them may have started it. */
  readonly candidates?: readonly string[] | undefined
}
