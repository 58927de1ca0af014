import type { ViolationGroup } from './group-violations.ts'
import { printable } from '../redact/printable.ts'
import { frameText } from './frame-text.ts'
import { formatHeadline, type FormatOptions, momentText } from './format-violation.ts'

/** Two lines for a destination that another test of the run has explained: the attempt, its origin, and where to read the rest. */
export function formatBrief(group: ViolationGroup, explainedIn: string, options: FormatOptions): string {
  const [first] = group
  const count = group.reduce((sum, evidence) => sum + evidence.count, 0)
  const where = [
    // A runner may report it with the file.
    first.lateBy === undefined || first.scope === first.file ? '' : `by '${printable(first.scope)}'`,
    momentText(first, options),
    count > 1 ? `${count} attempts` : '',
    first.from === undefined ? '' : `from ${frameText(first.from, options.cwd)}`,
  ].filter((part) => part !== '')
  const before = where.length === 0 ? '' : `${where.join(', ')}; `
  return `${formatHeadline(first)}\n  ${before}for what to do, see the failure of ${explainedIn}`
}
