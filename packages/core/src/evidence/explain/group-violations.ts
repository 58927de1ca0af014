import type { Evidence } from '../record/evidence.ts'
import { nameDestination } from './name-destination.ts'

/** Evidence of one destination, which one text explains: the first in detail. */
export type ViolationGroup = readonly [first: Evidence, ...others: Evidence[]]

/** Groups evidence by destination, in the order of the first of each: sixty URLs of one host are one thing to decide on. */
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

/** What one text can explain: the same destination, stopped for the same reason. What came late and each hook of a file say so in a text of their own. */
export function groupKey(evidence: Evidence): string {
  const { outcome, reason, lateBy, scope, file, phase, process, began, candidates } = evidence
  const moment = lateBy === undefined ? scope === file && phase : 'late'
  return JSON.stringify([nameDestination(evidence), outcome, reason, moment, scope, process, began, candidates])
}
