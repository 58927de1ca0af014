import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import type { Outcome } from '../../policy/precedence/verdict.ts'

/** The phases of a test file in which an attempt may be made. */
export const phases = ['import', 'beforeAll', 'beforeEach', 'test', 'afterEach', 'afterAll', 'run', 'late'] as const

/** When an attempt was made: a hook, a test, the import of the file, a `run` outside of tests, or `late`, after its scope had ended. */
export type Phase = (typeof phases)[number]

/** One frame of a stack, as the runtime printed it. Source maps apply if the runner applies them. */
export interface StackFrame {
  /** The file's path. In an evidence file, it is relative to the root of the run. */
  readonly file: string
  /** From 1. For a native addon, line and column are 0. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** The function's name, where it has one. */
  readonly function?: string
}

/** The package outside the project that made the attempt. */
export interface Culprit {
  /** The name of the package, as in its package.json. */
  readonly name: string
  /** The installed version, where its package.json can be read. */
  readonly version?: string
  /** The frame of the package that led to the attempt. */
  readonly frame: StackFrame
  /** From the package that the project chose, with its version, to this one. Absent where both are the same. */
  readonly chain?: readonly string[]
  /** Set where the chain is not from the stack, but the shortest one through the installed dependencies. */
  readonly chainBy?: 'dependencies'
  /** Other packages of the project with an equally short chain to this one, where it is unknown which of them it was. */
  readonly chainOthers?: readonly string[]
}

/**
 * An attempt with its verdict and what a developer needs to act on it. Plain JSON, without query values, user
 * information, headers or bodies.
 */
export interface Evidence {
  /** `blocked`, `allowed`, `audited` (let through by mode `audit`) or `muted` (blocked, and fails nothing). */
  readonly outcome: Outcome
  /** The way out that the attempt took. */
  readonly channel: ChannelName
  /** The canonical host as the code asked for it: a name, or an address if it used one. */
  readonly host?: string
  /** The port, where the attempt has one. */
  readonly port?: number
  /** The numeric address of the destination, where it is known. */
  readonly address?: string
  /** The path of a unix socket. */
  readonly unixPath?: string
  /** The method in upper case, where a request was seen. */
  readonly method?: string
  /** `scheme://host[:port]/path`, without user information, query and fragment. Secrets in the path are masked. */
  readonly url?: string
  /** The program that was about to start, with its first arguments. What looks like a secret in them is masked. */
  readonly program?: {
    /** Its name or path. */
    readonly file: string
    /** Its first arguments, without its own name. */
    readonly args: readonly string[]
    /** The programs that need a rule: commands of a shell, or the program itself. */
    readonly foreign?: readonly string[]
  }
  /** The native addon that was about to load. For a connection that native code made, the addons that may have made it. */
  readonly addons?: readonly string[]
  /** The process or thread of the attempt, where it is not that of the test: `child process 4711: node cli.js`. */
  readonly process?: string
  /** The proxy in between as `host:port`. */
  readonly proxy?: string
  /** The earlier URLs, first one first, when the attempt follows a redirect. */
  readonly redirects?: readonly string[]
  /** The names for which DNS returned this address. */
  readonly names?: readonly string[]
  /** Why it was not allowed. */
  readonly reason?: BlockReason
  /** The text of the rule that decided. */
  readonly rule?: string
  /** The name of the scope: a test's full name, a file, or the call. */
  readonly scope: string
  /** The path of the test file. In an evidence file, it is relative to the root of the run. */
  readonly file?: string
  /** When the attempt was made. */
  readonly phase: Phase
  /** The phase in which the work behind it began, if that is over: a queue that was created at import, or in a hook. */
  readonly began?: Phase
  /** The tests that ran at once, when any of them may be the cause. Then the file fails. */
  readonly candidates?: readonly string[]
  /** Milliseconds since the scope ended, for a late attempt. */
  readonly lateBy?: number
  /** When the first attempt of this kind was made, in milliseconds since the epoch. */
  readonly at?: number
  /** The number of the retry, from 1, when the attempt was made in one. */
  readonly retry?: number
  /** The frames of the caller, without those of Node, the guard and the runner. */
  readonly stack: readonly StackFrame[]
  /** The project's line that led to the attempt. */
  readonly from?: StackFrame
  /** Set where no line of the project is on the stack. `from` is then where the project uses the package, or the line of the test. */
  readonly fromBy?: 'use' | 'test'
  /** The package that made the attempt. Absent where it was the project's own code. */
  readonly culprit?: Culprit
  /** How many attempts of this kind the scope made. Only the first is kept in detail. */
  readonly count: number
}
