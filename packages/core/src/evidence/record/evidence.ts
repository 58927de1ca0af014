import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import type { Outcome } from '../../policy/precedence/verdict.ts'

/** When, in the life of a test file, an attempt was made. */
export const phases = ['import', 'beforeAll', 'beforeEach', 'test', 'afterEach', 'afterAll', 'run', 'late'] as const

/** One of them. */
export type Phase = (typeof phases)[number]

/** One frame of a stack, as the runtime printed it (source-mapped where the runner maps). Lines and columns count from 1; a native addon has neither, which 0 tells. */
export interface StackFrame {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly function?: string
}

/** The package outside the project that made the attempt. */
export interface Culprit {
  readonly name: string
  readonly version?: string
  readonly frame: StackFrame
  /** From the package that the project chose, with its version, to this one; absent where it is the same. */
  readonly chain?: readonly string[]
  /** Where the chain is not that of the stack, but the shortest one through the dependencies that are installed. */
  readonly chainBy?: 'dependencies'
  /** Other packages of the project that lead to this one by as short a chain, where nothing says which of them it was. */
  readonly chainOthers?: readonly string[]
}

/** An attempt with its verdict and all that a developer needs to act on it. Plain JSON; never a query value, user information, header or body. */
export interface Evidence {
  readonly outcome: Outcome
  readonly channel: ChannelName
  readonly host?: string
  readonly port?: number
  readonly address?: string
  readonly unixPath?: string
  readonly method?: string
  /** `scheme://host[:port]/path`, without user information, query and fragment. */
  readonly url?: string
  /** The program that was to be started, with its first arguments; what looks like a secret in them is masked. */
  readonly program?: {
    readonly file: string
    readonly args: readonly string[]
    /** Those of a shell's commands, or the program itself, that need a rule. */
    readonly foreign?: readonly string[]
  }
  /** The native addon that was to be loaded; for a connection that native code made, those that may have made it. */
  readonly addons?: readonly string[]
  /** Where the attempt was made, when it was not in the process of the test: `child process 4711: node cli.js`. */
  readonly process?: string
  /** The proxy between, as `host:port`. */
  readonly proxy?: string
  /** Earlier hops, first one first, when the attempt follows a redirect. */
  readonly redirects?: readonly string[]
  /** Names that DNS gave this address for. */
  readonly names?: readonly string[]
  readonly reason?: BlockReason
  /** Text of the rule that decided. */
  readonly rule?: string
  /** Name of the scope that is charged: a test's full name, a file, or what a caller named it. */
  readonly scope: string
  readonly file?: string
  readonly phase: Phase
  /** Where the work began that led to it, when that is over: a queue that was made at import, or in a hook. */
  readonly began?: Phase
  /** The tests that ran at once, when any of them may have caused it; then the file fails. */
  readonly candidates?: readonly string[]
  /** Milliseconds since the scope ended, for a late attempt. */
  readonly lateBy?: number
  /** Milliseconds since the epoch, of the first attempt of this kind. */
  readonly at?: number
  /** Number of the retry, from 1, when the attempt was made in one. */
  readonly retry?: number
  /** Frames of the caller, without those of Node, the guard and the runner. */
  readonly stack: readonly StackFrame[]
  /** The project's own line that led to the attempt. */
  readonly from?: StackFrame
  /** Where no line of the project is on the stack: `from` is then where the project uses the package, or the line of the test. */
  readonly fromBy?: 'use' | 'test'
  readonly culprit?: Culprit
  /** How many attempts of this kind the scope made; only the first is kept in detail. */
  readonly count: number
}
