import type { BlockReason, Verdict } from './verdict.ts'

/** The verdicts of one policy, each made once and shared. */
export interface Verdicts {
  readonly allow: (rule: string) => Verdict
  /** A block by the policy's own rules, which its mode `audit` softens. */
  readonly block: (reason: BlockReason, rule?: string) => Verdict
  /** A block by a level around, which holds in any mode. */
  readonly enforce: (reason: BlockReason, rule?: string) => Verdict
}

/** Makes the store; `audit` marks the policy's own blocks as let through. It holds one verdict a rule that ever decided. */
export function createVerdicts(audit: boolean): Verdicts {
  const allowed = new Map<string, Verdict>()
  const block = (reason: BlockReason, rule: string | undefined, soft: boolean): Verdict => ({
    outcome: 'block',
    reason,
    ...(rule === undefined ? {} : { rule }),
    ...(soft ? { audit: true } : {}),
  })
  return {
    allow: (rule) => {
      const known = allowed.get(rule)
      if (known !== undefined) return known
      const made: Verdict = { outcome: 'allow', rule }
      allowed.set(rule, made)
      return made
    },
    block: (reason, rule) => block(reason, rule, audit),
    enforce: (reason, rule) => block(reason, rule, false),
  }
}
