import type { BlockReason } from './block-reason.ts'
import type { DecidedBy } from './decided-by.ts'

/** What became of an attempt: `audited` passed although the policy blocks it, since its mode is `audit`. */
export const outcomes = ['allowed', 'blocked', 'audited'] as const

/** One of them. */
export type Outcome = (typeof outcomes)[number]

/** The decision on one attempt. Verdicts are made once per rule and shared: judging allocates nothing. */
export type Verdict =
  | { readonly outcome: 'allow'; readonly by: DecidedBy }
  | {
      readonly outcome: 'block'
      readonly reason: BlockReason
      readonly by: DecidedBy | undefined
      /** True when the level that blocks is in mode `audit`: record it and let it through. */
      readonly audit: true | undefined
    }

/** What becomes of an attempt under a verdict. */
export function outcomeOf(verdict: Verdict): Outcome {
  if (verdict.outcome === 'allow') return 'allowed'
  return verdict.audit ? 'audited' : 'blocked'
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
