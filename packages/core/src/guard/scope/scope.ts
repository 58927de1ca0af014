import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import type { Phase } from '../../evidence/record/evidence.ts'
import { createLedger, type Ledger } from '../../evidence/record/ledger.ts'
import type { Policy } from '../../policy/precedence/policy.ts'

/** Whether allowed attempts are recorded too: all, only those that reach more than the tests' own servers, or none. */
export type KeepsAllowed = boolean | 'egress'

/** A guarded stretch of code. What it starts, now or later, is judged by its policy and recorded in its ledger. */
export interface Scope {
  readonly name: string
  readonly file: string | undefined
  readonly parent: Scope | undefined
  /** Replaced when `allowEgress` widens it. */
  policy: Policy
  /** Replaced when one guard of the process follows another. */
  ledger: Ledger
  /** Late attempts stay in this ledger. Where false, they go to the nearest enclosing scope that keeps them. */
  readonly keepsLate: boolean
  readonly keepsAllowed: KeepsAllowed
  /** `agentguard run` started the code of this scope, which may be a runner that starts programs for itself. */
  readonly isRunner: boolean
  retry: number
  /** When it ended, by the clock of `now`. `undefined` while it runs. */
  endedAt: number | undefined
  /** What DNS answered in this scope: address to names. */
  answers: Map<string, Set<string>> | undefined
  /** Where redirects pointed in this scope: URL to the hops before it. */
  redirects: Map<string, readonly RequestUrl[]> | undefined
  /** Asynchronous matchers of this scope. */
  matchers: readonly MatcherUse[]
  /** The tests and hooks of a file that run now. Only the scope of the file has it. */
  readonly running: Running | undefined
}

/** One use of an asynchronous matcher, until code awaits it. */
export interface MatcherUse {
  awaited: boolean
  readonly error: Error
}

/** The tests and hooks of a file that run now. */
export interface Running {
  /** While the file is loaded, work that its import started is part of the import. */
  isImporting: boolean
  /** The running tests, each with the frame that it entered last. */
  readonly tests: Map<Scope, Frame>
  /** The running hooks of the file and of its suites. */
  readonly hooks: Set<{ readonly phase: Phase }>
}

/** What async context carries: the scope, and the phase of its life that the code belongs to. */
export interface Frame {
  readonly scope: Scope
  readonly phase: Phase
  /** Where the work began that causes this, when that phase is over. */
  readonly began?: Phase | undefined
  /** The names of the tests that ran at once, when any of them may be the cause. */
  readonly candidates?: readonly string[] | undefined
  /** Whether other code causes what happens here, as clients cause what a server does. */
  readonly serves?: boolean
  /** A refused operation that continues in later turns, where its caller's stack is gone. */
  readonly carried?: object
}

/** What a scope is opened with. */
export interface ScopeInput {
  readonly name: string
  readonly policy: Policy
  readonly parent?: Scope | undefined
  readonly file?: string | undefined
  readonly keepsLate?: boolean
  readonly keepsAllowed?: KeepsAllowed
  readonly isRunner?: boolean
  readonly running?: Running
}

/** Opens a scope with an empty ledger. */
export function createScope(input: ScopeInput): Scope {
  const { name, policy, parent, file, keepsLate = true, keepsAllowed = false, isRunner = false, running } = input
  return {
    name,
    file: file ?? parent?.file,
    parent,
    policy,
    ledger: createLedger(),
    keepsLate,
    keepsAllowed,
    isRunner,
    retry: 0,
    matchers: noMatchers,
    endedAt: undefined,
    answers: undefined,
    redirects: undefined,
    running,
  }
}

const noMatchers: readonly MatcherUse[] = []
