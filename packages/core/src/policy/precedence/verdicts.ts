import type { DecidedBy } from './decided-by.ts'
import type { BlockReason } from './block-reason.ts'
import type { Softened, Verdict } from './verdict.ts'

/** The verdicts of one policy, each made once and shared: at most one for each rule that ever decided. */
export interface Verdicts {
  /** True when the policy's own blocks are let through. */
  readonly audit: boolean
  // Made at first use: most policies live for one test and give one kind of verdict. They are there from the beginning, as every
  // optional key of what decides is: a key of `Object.prototype`, also of another realm, would be read where there is none.
  allowed: Map<string, Verdict> | undefined
  blocked: Map<string, Verdict> | undefined
}

/** The verdicts of a policy that has given none yet. */
export function createVerdicts(audit: boolean): Verdicts {
  return { audit, allowed: undefined, blocked: undefined }
}

/** The verdict that something other than a rule allows: made once, where it is given. */
export function allowed(by: DecidedBy): Verdict {
  return { outcome: 'allow', by }
}

/** The verdict that a rule allows. */
export function allowBy(verdicts: Verdicts, rule: string): Verdict {
  verdicts.allowed ??= new Map()
  const known = verdicts.allowed.get(rule)
  if (known !== undefined) return known
  const made = allowed({ kind: 'rule', text: rule })
  verdicts.allowed.set(rule, made)
  return made
}

/** The verdict that the policy itself blocks, which its mode `audit` softens. */
export function blockFor(verdicts: Verdicts, reason: BlockReason, rule = ''): Verdict {
  return recallBlock(verdicts, reason, rule, verdicts.audit ? 'audited' : undefined)
}

/** The verdict that a level around blocks, which holds in any mode. */
export function enforceBlock(verdicts: Verdicts, reason: BlockReason, rule = ''): Verdict {
  return recallBlock(verdicts, reason, rule, undefined)
}

/** The verdict on what the policy blocks for this reason, and a `mute` rule keeps from failing anything. */
export function muteBy(verdicts: Verdicts, reason: BlockReason, rule: string): Verdict {
  return recallBlock(verdicts, reason, rule, 'muted')
}

function recallBlock(verdicts: Verdicts, reason: BlockReason, rule: string, softened: Softened | undefined): Verdict {
  verdicts.blocked ??= new Map()
  const key = `${softened ?? ''} ${reason} ${rule}`
  const known = verdicts.blocked.get(key)
  if (known !== undefined) return known
  const made: Verdict = {
    outcome: 'block',
    reason,
    by: rule === '' ? undefined : { kind: 'rule', text: rule },
    softened,
  }
  verdicts.blocked.set(key, made)
  return made
}

/** The verdict on what cannot be guarded, and `problem` says why; `audit` lets it through. */
export function cannotGuard(problem: string, audit = false): Verdict {
  const softened = audit ? 'audited' : undefined
  return { outcome: 'block', reason: 'cannot-guard', by: { kind: 'problem', text: problem }, softened }
}
