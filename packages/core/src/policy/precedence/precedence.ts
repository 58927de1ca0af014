import type { Attempt } from '../attempt/attempt.ts'
import { isLocal, isLoopbackAttempt, isLoopbackLookup } from '../attempt/is-local.ts'
import { type Circumstances, unknownCircumstances } from '../rules/terms.ts'
import { matchExpired, matchFirst, matchMuted, matchUnvouched } from './match-lists.ts'
import { byOption } from './by-option.ts'
import { judgeProgram } from './judge-program.ts'
import type { Policy } from './policy.ts'
import { letsThrough, outcomeOf, type Verdict } from './verdict.ts'
import { allowBy, blockFor, cannotGuard, enforceBlock, muteBy } from './verdicts.ts'

/** One row of the precedence table: its description, and its verdict where it applies. */
export interface Row {
  readonly says: string
  readonly judge: (policy: Policy, attempt: Attempt, circumstances?: Circumstances) => Verdict | undefined
}

/** Judges an attempt. The first row of the table that applies decides. */
export function decide(policy: Policy, attempt: Attempt, circumstances: Circumstances = unknownCircumstances): Verdict {
  for (const row of enclosingRows) {
    const verdict = row.judge(policy, attempt, circumstances)
    if (verdict !== undefined) return verdict
  }
  return decideLevel(policy, attempt, circumstances)
}

/** Whether a policy lets an attempt through, also in mode `audit`. */
export function allows(policy: Policy, attempt: Attempt, circumstances?: Circumstances): boolean {
  return letsThrough(outcomeOf(decide(policy, attempt, circumstances)))
}

/** The verdict on what cannot be guarded. Mode `audit` lets it through, unless an outer level is locked or denies something. */
export function judgeUnguarded({ mode, enclosing }: Policy, problem: string): Verdict {
  const isStrict = enclosing.some(({ locked, deny }) => locked || deny.length > 0)
  return cannotGuard(problem, mode === 'audit' && !isStrict)
}

function decideLevel(policy: Policy, attempt: Attempt, circumstances?: Circumstances): Verdict {
  return firstOf(levelRows, policy, attempt, circumstances)
}

function firstOf(rows: readonly Row[], policy: Policy, attempt: Attempt, circumstances?: Circumstances): Verdict {
  for (const row of rows) {
    const verdict = row.judge(policy, attempt, circumstances)
    if (verdict !== undefined) return verdict
  }
  return blockFor(policy.verdicts, 'not-allowed')
}

// A level in mode `off` does not count, and one in `audit` only around a level that blocks: see `Policy.enclosing`.
const enclosingRows: readonly Row[] = [
  {
    says: 'A deny rule of an outer level blocks',
    judge: ({ enclosing, verdicts }, attempt) => {
      for (const level of enclosing) {
        const rule = matchFirst(level.deny, 'matchDenied', attempt)
        if (rule !== undefined) return enforceBlock(verdicts, 'denied', rule)
      }
      return undefined
    },
  },
  {
    says: 'A locked outer level blocks what it does not allow itself',
    judge: ({ enclosing, verdicts }, attempt, now) => {
      for (const level of enclosing) {
        if (level.locked && decideLevel(level, attempt, now).outcome === 'block')
          return enforceBlock(verdicts, 'locked')
      }
      return undefined
    },
  },
]

// Rows that allow what the level otherwise blocks follow below.
const strictRows: readonly Row[] = [
  {
    says: 'Mode off allows',
    judge: ({ mode }) => (mode === 'off' ? byOption.modeOff : undefined),
  },
  {
    says: 'A deny rule blocks',
    judge: ({ deny, verdicts }, attempt) => {
      const rule = matchFirst(deny, 'matchDenied', attempt)
      return rule === undefined ? undefined : blockFor(verdicts, 'denied', rule)
    },
  },
]

const muteRow: Row = {
  says: 'A mute rule keeps what no row below allows from failing a test: it stays blocked',
  judge: (policy, attempt, now) => {
    const rule = policy.mute.length === 0 ? undefined : matchMuted(policy, attempt, now)
    if (rule === undefined) return undefined
    const verdict = firstOf(ruleRows, policy, attempt, now)
    return verdict.outcome === 'block' && verdict.softened === undefined
      ? muteBy(policy.verdicts, verdict.reason, rule)
      : undefined
  },
}

const ruleRows: readonly Row[] = [
  {
    says: 'A program runs when it cannot reach out unguarded, or when exec: rules name each part of it that can',
    judge: (policy, attempt, now) =>
      attempt.program ? judgeProgram(policy, attempt, attempt.program, now) : undefined,
  },
  {
    says: 'Native code loads unless native: block',
    judge: ({ native, verdicts }, attempt) => {
      if (attempt.channel !== 'native' || attempt.host !== undefined) return undefined
      return native === 'block' ? blockFor(verdicts, 'native-not-allowed') : byOption.native[native]
    },
  },
  {
    says: 'A DNS lookup of a loopback name is allowed: it asks no server',
    judge: ({ verdicts }, attempt) => (isLoopbackLookup(attempt) ? allowBy(verdicts, 'localhost') : undefined),
  },
  {
    says: 'loopback: none blocks every listener on this machine that no allow rule names',
    judge: ({ loopback, allow, verdicts }, attempt, now) => {
      if (loopback !== 'none' || !isLocal(attempt)) return undefined
      const rule = matchFirst(allow, 'match', attempt, now)
      return rule === undefined ? blockFor(verdicts, 'loopback-none') : allowBy(verdicts, rule)
    },
  },
  {
    says: 'loopback: own or any allows a listener of this process, its workers and its guarded children',
    // The same word as for `loopback: any`, so that reports know that this is not egress.
    judge: (_, attempt) => (attempt.own === true ? byOption.own : undefined),
  },
  {
    says: 'loopback: any allows the loopback interface, but no unix socket',
    judge: ({ loopback }, attempt) => {
      return loopback === 'any' && isLoopbackAttempt(attempt) ? byOption.loopbackAny : undefined
    },
  },
  {
    says: 'An allow rule allows',
    judge: ({ allow, verdicts }, attempt, now) => {
      const rule = matchFirst(allow, 'match', attempt, now)
      return rule === undefined ? undefined : allowBy(verdicts, rule)
    },
  },
  {
    says: 'What an expired rule named is blocked',
    judge: (policy, attempt, now) => {
      const rule = matchExpired(policy, attempt, now)
      return rule === undefined ? undefined : blockFor(policy.verdicts, 'rule-expired', rule)
    },
  },
  {
    says: 'Another listener on the loopback interface is blocked',
    judge: ({ verdicts }, attempt) => (isLoopbackAttempt(attempt) ? blockFor(verdicts, 'loopback-not-own') : undefined),
  },
  {
    says: 'An address that DNS did not give for its allowed name is blocked',
    judge: ({ allow, verdicts }, attempt) => {
      const rule = matchUnvouched(allow, attempt)
      return rule === undefined ? undefined : blockFor(verdicts, 'address-not-from-dns', rule)
    },
  },
  {
    says: 'A request that fits no rule for its allowed host is blocked',
    judge: ({ allow, verdicts }, attempt) => {
      const rule = attempt.url === undefined ? undefined : matchFirst(allow, 'matchConnection', attempt)
      return rule === undefined ? undefined : blockFor(verdicts, 'request-not-allowed', rule)
    },
  },
  {
    says: 'Everything else is blocked',
    // A docblock cannot widen a locked config. The reason keeps the report from proposing one.
    judge: ({ verdicts, locked, outer }) => blockFor(verdicts, locked && !outer ? 'locked' : 'not-allowed'),
  },
]

const levelRows: readonly Row[] = [...strictRows, muteRow, ...ruleRows]

/** Everything that can decide, in order of precedence. */
export const precedence: readonly Row[] = [...enclosingRows, ...levelRows]
