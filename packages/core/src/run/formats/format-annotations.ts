import { printable, shorten } from '../../evidence/redact/printable.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { formatHeadline } from '../../evidence/explain/format-violation.ts'
import { counted } from './counted.ts'
import { describeGroup } from './describe-group.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { createPlacer, type Placer } from './place-in-repository.ts'
import { worstOutcome } from './worst-outcome.ts'

/** How many annotations of each kind GitHub shows for one step. */
const SHOWN = 10

/**
 * Formats evidence as workflow commands of GitHub Actions, one a line: an error for each destination with blocked
 * attempts, a warning for each that mode `audit` let through, and a warning for files without the guard. Empty where
 * there is none of these.
 *
 * @param file the evidence, of one run or several
 */
export function formatAnnotations(file: EvidenceFile): string {
  const groups = groupDestinations(file)
  const placer = createPlacer(file.runs)
  const errors = groups.filter((group) => worstOutcome(group) === 'blocked')
  const warnings = groups.filter((group) => worstOutcome(group) === 'audited')
  const lines = [
    ...errors.slice(0, SHOWN).map((group) => annotation('error', group, placer)),
    ...warnings.slice(0, SHOWN).map((group) => annotation('warning', group, placer)),
    ...unguardedOf(file),
    ...restOf(errors.length - SHOWN, warnings.length - SHOWN),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function annotation(kind: 'error' | 'warning', group: DestinationGroup, placer: Placer): string {
  const place = placer.line(group.first)
  const properties: Readonly<Record<string, string | number | undefined>> = {
    file: place.path,
    line: place.line,
    col: place.column,
    title: `Egress ${kind === 'error' ? 'blocked' : 'seen (audit)'}: ${shorten(printable(group.destination), 200)}`,
  }
  const given = Object.entries(properties).filter(([, value]) => value !== undefined)
  const head = given.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')
  return `::${kind} ${head}::${escapeText([formatHeadline({ scope: '', ...group.first }), ...describeGroup(group)])}`
}

function unguardedOf({ runs }: EvidenceFile): string[] {
  const unguarded = describeUnguarded(runs)
  return unguarded === undefined ? [] : [`::warning title=agentguard::${escapeText([unguarded])}`]
}

function restOf(errors: number, warnings: number): string[] {
  const parts = [
    ...(errors > 0 ? [`${counted(errors, 'more destination')} blocked`] : []),
    ...(warnings > 0 ? [`${counted(warnings, 'more destination')} seen in mode audit`] : []),
  ]
  if (parts.length === 0) return []
  return [`::notice title=agentguard::${escapeText([`${parts.join(', ')}: see the summary of this job`])}`]
}

/** Only line breaks end a command, and a percent sign begins an escape. */
function escapeText(lines: readonly string[]): string {
  return lines.map((line) => printable(line).replaceAll('%', '%25')).join('%0A')
}

function escapeProperty(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C')
}
