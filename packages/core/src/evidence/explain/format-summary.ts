import type { Evidence } from '../record/evidence.ts'
import { formatGroup, type FormatOptions } from './format-violation.ts'
import { groupViolations } from './group-violations.ts'

/** Formats several violations as one text: a block for each destination, and a headline that counts them if there are several. */
export function formatViolations(list: readonly Evidence[], options: FormatOptions): string {
  const groups = groupViolations(list)
  const shown = groups.slice(0, SHOWN).map((group) => formatGroup(group, options))
  const headline = groups.length > 1 ? [`${groups.length} egress violations`] : []
  const rest = groups.length > SHOWN ? [`… and ${groups.length - SHOWN} more`] : []
  return [...headline, ...shown, ...rest].join('\n\n')
}

/** People scroll past longer reports. */
const SHOWN = 20
