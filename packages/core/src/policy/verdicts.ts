import type { BlockReason, Verdict } from './verdict.ts'

/** The verdicts of one policy, each made once and shared: at most one for each rule that ever decided. */
export interface Verdicts {
  readonly allow: (rule: string) => Verdict
  /** A block by the policy's own rules, which its mode `audit` softens. */
  readonly block: (reason: BlockReason, rule?: string) => Verdict
  /** A block by a level around, which holds in any mode. */
  readonly enforce: (reason: BlockReason, rule?: string) => Verdict
}

/** Makes the store; `audit` marks the policy's own blocks as let through. */
export function createVerdicts(audit: boolean): Verdicts {
  const allowed = new Map<string, Verdict>()
  const blocked = new Map<string, Verdict>()
  return {
    allow: (rule) => recall(allowed, rule, () => ({ outcome: 'allow', rule })),
    block: (reason, rule = '') => recall(blocked, `${reason} ${rule}`, () => makeBlock(reason, rule, audit)),
    enforce: (reason, rule = '') => recall(blocked, `enforced ${reason} ${rule}`, () => makeBlock(reason, rule, false)),
  }
}

function recall(verdicts: Map<string, Verdict>, key: string, make: () => Verdict): Verdict {
  const known = verdicts.get(key)
  if (known !== undefined) return known
  const made = make()
  verdicts.set(key, made)
  return made
}

function makeBlock(reason: BlockReason, rule: string, audit: boolean): Verdict {
  return { outcome: 'block', reason, ...(rule !== '' && { rule }), ...(audit && { audit }) }
}
