import { URL } from 'node:url'
import { describeTarget } from './describe-target.ts'
import type { ViolationGroup } from './group-violations.ts'
import type { Evidence } from '../record/evidence.ts'

/** More paths than this are counted and not listed. */
const SHOWN = 3

/** How many attempts there were and what they asked for, where the headline does not already say it. */
export function countText(group: ViolationGroup): string | undefined {
  const count = group.reduce((sum, evidence) => sum + evidence.count, 0)
  if (count < 2) return undefined
  const tries = new Set(group.map(({ retry = 0 }) => retry)).size
  const inTries = tries > 1 ? ` in ${tries} tries` : ''
  const asked = [...new Set(group.map(askedFor))]
  if (asked.length === 1) return `${count} attempts of this kind${inTries}`
  const rest = asked.length - SHOWN
  const shown = asked.slice(0, SHOWN).join(', ')
  return `${count} attempts${inTries}: ${shown}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The method and path, since the headline names the host. */
function askedFor(evidence: Evidence): string {
  const { method, url } = evidence
  if (url === undefined || !URL.canParse(url)) return describeTarget(evidence)
  const path = url.slice(url.indexOf('/', url.indexOf('://') + 3))
  return method === undefined ? path : `${method} ${path}`
}
