import type { Evidence } from '../record/evidence.ts'
import { formatViolation, type FormatOptions } from './format-violation.ts'

/** Several violations as one text, with a headline that counts them when there is more than one. */
export function formatViolations(list: readonly Evidence[], options: FormatOptions): string {
  const shown = list.slice(0, SHOWN).map((evidence) => formatViolation(evidence, options))
  const headline = list.length > 1 ? [`${list.length} egress violations`] : []
  const rest = list.length > SHOWN ? [`… and ${list.length - SHOWN} more`] : []
  return [...headline, ...shown, ...rest].join('\n\n')
}

/** Past this many, a report is scrolled past rather than read. */
const SHOWN = 20
