import type { Evidence } from '../record/evidence.ts'
import { nameDestination } from './name-destination.ts'

/** Evidence of one destination that one text explains. The first is shown in detail. */
export type ViolationGroup = readonly [first: Evidence, ...others: Evidence[]]

/** Groups evidence by destination, in order of first appearance: sixty URLs of one host need one decision. */
export function groupViolations(list: readonly Evidence[]): readonly ViolationGroup[] {
  const groups = new Map<string, [Evidence, ...Evidence[]]>()
  for (const evidence of list) {
    const key = groupKey(evidence)
    const known = groups.get(key)
    if (known) known.push(evidence)
    else groups.set(key, [evidence])
  }
  return [...groups.values()]
}

/**
 * The key of what one text can explain: the same destination, blocked for the same reason. Late attempts, and those of
 * each hook of a file, get their own text.
 */
export function groupKey(evidence: Evidence): string {
  const { outcome, reason, lateBy, scope, file, phase, process, began, candidates } = evidence
  const moment = lateBy === undefined ? scope === file && phase : 'late'
  return JSON.stringify([nameDestination(evidence), outcome, reason, moment, scope, process, began, candidates])
}
