import type { BlockReason } from './block-reason.ts'
import type { DecidedBy } from './decided-by.ts'

/**
 * The possible outcomes of an attempt. `audited`: let through in mode `audit`, though the policy does not allow it.
 * `muted`: blocked without failing the test, since a `mute` rule names it.
 */
export const outcomes = ['allowed', 'blocked', 'audited', 'muted'] as const

/** The outcome of an attempt. */
export type Outcome = (typeof outcomes)[number]

/** The outcome of a block that fails nothing. */
export type Softened = 'audited' | 'muted'

/** The decision on one attempt. Verdicts are created once for each rule and shared, so that judging allocates nothing. */
export type Verdict =
  | { readonly outcome: 'allow'; readonly by: DecidedBy }
  | {
      readonly outcome: 'block'
      readonly reason: BlockReason
      readonly by: DecidedBy | undefined
      /** Set where the block is not a violation: the blocking level is in mode `audit`, or a `mute` rule names the attempt. */
      readonly softened: Softened | undefined
    }

/** The outcome of an attempt under a verdict. */
export function outcomeOf(verdict: Verdict): Outcome {
  return verdict.outcome === 'allow' ? 'allowed' : (verdict.softened ?? 'blocked')
}

/** Whether an attempt with this outcome reaches its destination. */
export function letsThrough(outcome: Outcome): boolean {
  return outcome === 'allowed' || outcome === 'audited'
}

/** The part of a verdict that is recorded. */
export function recordedOf(verdict: Verdict): {
  readonly outcome: Outcome
  readonly reason: BlockReason | undefined
  readonly by: DecidedBy | undefined
} {
  const reason = verdict.outcome === 'block' ? verdict.reason : undefined
  return { outcome: outcomeOf(verdict), reason, by: verdict.by }
}
