import type { Evidence } from '../record/evidence.ts'
import { formatGroup, type FormatOptions } from './format-violation.ts'
import { groupViolations } from './group-violations.ts'

/** Several violations as one text: a block for each destination, with a headline that counts them when there is more than one. */
export function formatViolations(list: readonly Evidence[], options: FormatOptions): string {
  const groups = groupViolations(list)
  const shown = groups.slice(0, SHOWN).map((group) => formatGroup(group, options))
  const headline = groups.length > 1 ? [`${groups.length} egress violations`] : []
  const rest = groups.length > SHOWN ? [`… and ${groups.length - SHOWN} more`] : []
  return [...headline, ...shown, ...rest].join('\n\n')
}

/** Past this many, a report is scrolled past rather than read. */
const SHOWN = 20
