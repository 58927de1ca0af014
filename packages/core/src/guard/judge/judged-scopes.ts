import { maskProgram } from '../../evidence/redact/mask-arguments.ts'
import type { Attempt } from '../../policy/attempt/attempt.ts'
import { decide } from '../../policy/precedence/precedence.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import { fromPortable } from '../../policy/precedence/portable-policy.ts'
import { letsThrough, type Outcome, outcomeOf, recordedOf, type Verdict } from '../../policy/precedence/verdict.ts'
import type { Asker } from '../gateway/messages.ts'
import type { Start } from '../gateway/start-line.ts'
import { epoch } from '../node/real-time.ts'
import { circumstancesOf } from '../scope/circumstances.ts'
import { isEgress } from '../scope/is-egress.ts'
import { appendLine, markIncomplete } from '../spool/append-line.ts'
import { type Invitation, readInvitationText } from '../spool/invitation.ts'
import { writeLine } from '../spool/spool-line.ts'
import { readRunning } from '../spool/running-file.ts'
import { directoryOfTicket } from '../spool/spool-paths.ts'
import { readTicket, type Ticket } from '../spool/ticket.ts'

/** A scope whose programs run in the namespace, as its ticket describes it. */
export interface JudgedScope extends Omit<Ticket, 'policy'> {
  readonly policy: Policy
}

/** A program that asks, with the scope that it belongs to. */
export interface Asking {
  readonly scope: JudgedScope
  /** All of them have to allow what it tries. */
  readonly policies: readonly Policy[]
  readonly invitation: Invitation
  /** As evidence names it. */
  readonly process: string
}

/** The scopes of a run, by their tickets. */
export interface JudgedScopes {
  /** Notes the start of a program of a scope. */
  started(start: Start): void
  /** Each with its ticket. */
  all(): Iterable<readonly [string, JudgedScope]>
  /** Where a program has ended, or hides its environment, it is taken for one of the scope that started the last program. */
  find(who: Asker | undefined): Asking | undefined
  /** What the last start was an attempt of. */
  lastProgram(): Attempt
}

/**
 * Reads tickets as they come. `bound` is the ticket of a run that is in the namespace as a whole: its list holds for everything, and that
 * of a test inside for programs that the test isolates itself.
 */
export function createJudgedScopes(bound: string | undefined): JudgedScopes {
  const known = new Map<string, JudgedScope>()
  let last: Start | undefined
  const read = (ticket: string): JudgedScope | undefined => {
    const found = known.get(ticket)
    if (found) return found
    try {
      const { policy, ...rest } = readTicket(ticket)
      const scope = { ...rest, policy: fromPortable(policy, `the scope ${rest.name}`) }
      known.set(ticket, scope)
      return scope
    } catch {
      return undefined
    }
  }
  return {
    started: (start) => {
      if (read(start.invitation.ticket)) last = start
    },
    all: () => known,
    find: (who) => {
      const given = readInvitationText(who?.invitation) ?? last?.invitation
      const test = who && bound !== undefined && given?.ticket === bound ? findTest(bound, who, read) : undefined
      const invitation = test?.invitation ?? given
      const scope = invitation && read(invitation.ticket)
      const outer = bound === undefined ? undefined : read(bound)
      const policies = scope && policiesOf(test?.isItself ? (outer ?? scope) : scope, outer)
      return scope && policies && { scope, policies, invitation, process: nameOf(who) }
    },
    lastProgram: () => {
      const { program = { file: 'a program', args: [] } } = last ?? {}
      return { channel: 'child-process', program, raw: [program.file, ...(program.foreign ?? [])].join(' ') }
    },
  }
}

/**
 * The test that runs in a process, or in the one that started it: native code and programs without our variable say no more of
 * themselves. Where threads run several, the run has them as candidates. What a test does itself, the guard inside has judged before.
 */
function findTest(
  bound: string,
  { pid, starters, thread }: Asker,
  read: (ticket: string) => JudgedScope | undefined,
): { readonly invitation: Invitation; readonly isItself: boolean } | undefined {
  for (const one of [pid, ...starters]) {
    const running = readRunning(directoryOfTicket(bound), one, one === pid ? thread : undefined)
    const [only, another] = running
    if (!only) continue
    const isItself = one === pid
    if (!another) return { invitation: only, isItself }
    const candidates = running.flatMap(({ ticket, candidates: names = [read(ticket)?.name ?? ''] }) => names)
    return { invitation: { ticket: bound, stack: '', phase: 'run', candidates }, isItself }
  }
  return undefined
}

function policiesOf(scope: JudgedScope, outer: JudgedScope | undefined): readonly Policy[] {
  if (outer === undefined || outer === scope) return [scope.policy]
  return scope.policy.subprocess === 'isolate' ? [outer.policy, scope.policy] : [outer.policy]
}

/** Judges what a program tries, and records it before the program learns of the verdict. */
export function judgeAttempt(asking: Asking, attempt: Attempt): boolean {
  const now = circumstancesOf(() => ({ stack: asking.invitation.stack }))
  const verdicts = asking.policies.map((policy) => decide(policy, attempt, now))
  const verdict = strictness.flatMap((outcome) => verdicts.find((one) => outcomeOf(one) === outcome) ?? [])[0]
  if (verdict === undefined) return false
  const { keepsAllowed } = asking.scope
  const isKept = keepsAllowed === true || (keepsAllowed === 'egress' && isEgress(attempt, verdict.by))
  if (verdict.outcome === 'block' || isKept) record(asking, attempt, verdict)
  return letsThrough(outcomeOf(verdict))
}

/** What one policy refuses is refused, also where another one would only note it. */
const strictness: readonly Outcome[] = ['blocked', 'muted', 'audited', 'allowed']

/** Writes what a program tried where its scope reads it. */
export function record({ scope, invitation, process }: Asking, attempt: Attempt, verdict: Verdict): void {
  const { phase, began, candidates, stack } = invitation
  const entry = { ...recordedOf(verdict), attempt, phase, began, candidates, redirects: undefined, count: 1 }
  try {
    appendLine(scope.attempts, writeLine({ entry, at: epoch(), stack, process }))
  } catch {
    markIncomplete(scope.attempts)
  }
}

function nameOf(who: Asker | undefined): string {
  if (!who) return 'a program that has ended'
  const [own = [], ...others] = who.commands.map(showCommand)
  const starters = others.map(([file]) => file)
  const from = starters.length > 0 ? `, started by ${starters.join(', by ')}` : ''
  return `program ${who.pid}: ${own.join(' ')}${from}`
}

function showCommand([file = 'unknown', ...rest]: readonly string[]): readonly string[] {
  const { file: shown, args } = maskProgram(file, rest)
  return [shown, ...args]
}
