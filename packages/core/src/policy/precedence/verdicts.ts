import type { DecidedBy } from './decided-by.ts'
import type { BlockReason } from './block-reason.ts'
import type { Softened, Verdict } from './verdict.ts'

/** The verdicts of one policy, each created once and shared: at most one for each rule that ever decided. */
export interface Verdicts {
  /** Whether the policy's own blocks are let through. */
  readonly audit: boolean
  // Created at first use, since most policies live for one test and give one kind of verdict. The keys exist from the
  // start, as do all optional keys that decisions read: a missing key would be read from `Object.prototype`, also of
  // another realm.
  allowed: Map<string, Verdict> | undefined
  blocked: Map<string, Verdict> | undefined
}

/** Creates an empty set of verdicts. */
export function createVerdicts(audit: boolean): Verdicts {
  return { audit, allowed: undefined, blocked: undefined }
}

/** Creates a verdict of something other than a rule, which allows. Call it once and share the result. */
export function allowed(by: DecidedBy): Verdict {
  return { outcome: 'allow', by }
}

/** The verdict of a rule that allows. */
export function allowBy(verdicts: Verdicts, rule: string): Verdict {
  verdicts.allowed ??= new Map()
  const known = verdicts.allowed.get(rule)
  if (known !== undefined) return known
  const made = allowed({ kind: 'rule', text: rule })
  verdicts.allowed.set(rule, made)
  return made
}

/** The verdict of a policy that blocks. Its mode `audit` softens it. */
export function blockFor(verdicts: Verdicts, reason: BlockReason, rule = ''): Verdict {
  return recallBlock(verdicts, reason, rule, verdicts.audit ? 'audited' : undefined)
}

/** The verdict of an outer level that blocks, in any mode. */
export function enforceBlock(verdicts: Verdicts, reason: BlockReason, rule = ''): Verdict {
  return recallBlock(verdicts, reason, rule, undefined)
}

/** The verdict where the policy blocks for this reason, and a `mute` rule keeps that from failing the test. */
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

/** The verdict on what cannot be guarded, because of `problem`. `audit` lets it through. */
export function cannotGuard(problem: string, audit = false): Verdict {
  const softened = audit ? 'audited' : undefined
  return { outcome: 'block', reason: 'cannot-guard', by: { kind: 'problem', text: problem }, softened }
}
