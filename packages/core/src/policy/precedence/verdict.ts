import type { BlockReason } from './block-reason.ts'
import type { DecidedBy } from './decided-by.ts'

/**
 * What became of an attempt: `audited` passed although the policy blocks it, since its mode is `audit`; `muted` was blocked, and fails
 * nothing, since a `mute` rule names it.
 */
export const outcomes = ['allowed', 'blocked', 'audited', 'muted'] as const

/** One of them. */
export type Outcome = (typeof outcomes)[number]

/** What becomes of a block that fails nothing. */
export type Softened = 'audited' | 'muted'

/** The decision on one attempt. Verdicts are made once per rule and shared: judging allocates nothing. */
export type Verdict =
  | { readonly outcome: 'allow'; readonly by: DecidedBy }
  | {
      readonly outcome: 'block'
      readonly reason: BlockReason
      readonly by: DecidedBy | undefined
      /** Set where the block is no violation: the level that blocks is in mode `audit`, or a `mute` rule names the attempt. */
      readonly softened: Softened | undefined
    }

/** What becomes of an attempt under a verdict. */
export function outcomeOf(verdict: Verdict): Outcome {
  return verdict.outcome === 'allow' ? 'allowed' : (verdict.softened ?? 'blocked')
}

/** Whether an attempt with this outcome goes on to where it leads. */
export function letsThrough(outcome: Outcome): boolean {
  return outcome === 'allowed' || outcome === 'audited'
}

/** What goes on record of a verdict. */
export function recordedOf(verdict: Verdict): {
  readonly outcome: Outcome
  readonly reason: BlockReason | undefined
  readonly by: DecidedBy | undefined
} {
  const reason = verdict.outcome === 'block' ? verdict.reason : undefined
  return { outcome: outcomeOf(verdict), reason, by: verdict.by }
}
