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
  /** Each of them has to allow the attempt. */
  readonly policies: readonly Policy[]
  readonly invitation: Invitation
  /** The name of the process in evidence. */
  readonly process: string
}

/** The scopes of a run, by ticket. */
export interface JudgedScopes {
  /** Notes the start of a program of a scope. */
  started(start: Start): void
  /** Each scope with its ticket. */
  all(): Iterable<readonly [string, JudgedScope]>
  /** The scope of a program. One that has ended, or hides its environment, gets the scope that started the last program. */
  find(who: Asker | undefined): Asking | undefined
  /** The attempt that the last start was. */
  lastProgram(): Attempt
}

/**
 * Reads tickets as they appear. `bound` is the ticket of a run that is in the namespace as a whole: its list applies to
 * everything, and the list of a test inside applies to programs that the test isolates itself.
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
 * The test that runs in a process, or in the one that started it. Native code, and programs without our variable, give
 * no other hint. Where threads run several tests, these are the candidates. Attempts of a test itself have been judged
 * before, by the guard inside.
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

/** Judges an attempt of a program, and records it before the program learns the verdict. */
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

/** The strictest outcome of all policies wins. */
const strictness: readonly Outcome[] = ['blocked', 'muted', 'audited', 'allowed']

/** Writes an attempt of a program where its scope reads it. */
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
