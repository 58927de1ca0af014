import { printable, shorten } from '../../evidence/redact/printable.ts'
import type { Outcome } from '../../policy/precedence/verdict.ts'
import type { AttemptRecord } from '../file/evidence-file.ts'
import { counted } from './counted.ts'
import { describeNotes } from './describe-notes.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { frameText } from '../../evidence/explain/frame-text.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import { paint } from './paint.ts'
import type { SummaryFile, SummaryFormat } from './summary-format.ts'
import { worstOutcome } from './worst-outcome.ts'

/** People scroll past longer summaries. */
const SHOWN = 20

/**
 * Formats the end of a run for a terminal: a block for each destination that was not allowed, however many tests
 * reached it, and a line for each muted one. Empty where there is none. Allowed destinations are only counted, and only
 * next to others.
 *
 * @param file the evidence, of one run or several
 * @param format the width and colours of the terminal. Without it, plain lines that are not cut.
 */
export function formatRunSummary(file: SummaryFile, format: SummaryFormat = {}): string {
  const groups = groupDestinations(file)
  const reported = groups.filter(isReported)
  const muted = groups.filter((group) => worstOutcome(group) === 'muted')
  const notes = describeNotes(file, format.notes)
  if (reported.length + muted.length === 0) return notes.map((note) => `agentguard: ${note}`).join('\n')
  const rest = reported.length - SHOWN
  const blocks = [
    headline(groups, format),
    ...reported.slice(0, SHOWN).map((group) => formatGroup(group, format)),
    ...(rest > 0 ? [`  … and ${counted(rest, 'more destination')}`] : []),
    ...(muted.length > 0 ? [mutedLines(muted, format)] : []),
    ...(notes.length > 0 ? [notes.map((note) => `  ${note}`).join('\n')] : []),
  ]
  return blocks.join('\n\n')
}

/** Whether a group is reported. */
export function isReported(group: DestinationGroup): boolean {
  return ['blocked', 'audited'].includes(worstOutcome(group))
}

function headline(groups: readonly DestinationGroup[], format: SummaryFormat): string {
  const of = (outcome: Outcome): number => groups.filter((group) => worstOutcome(group) === outcome).length
  const [blocked, audited, muted, allowed] = [of('blocked'), of('audited'), of('muted'), of('allowed')]
  const parts = [
    ...(blocked > 0 ? [`${counted(blocked, 'destination')} blocked`] : []),
    ...(audited > 0 ? [`${counted(audited, 'destination')} seen in audit mode`] : []),
    ...(muted > 0 ? [`${counted(muted, 'destination')} muted`] : []),
    ...(allowed > 0 ? [`${allowed} allowed`] : []),
  ]
  return `${paint(format, 'bold', 'Egress')}  ${parts.join(', ')}`
}

/** One line each, since no action is needed. */
function mutedLines(muted: readonly DestinationGroup[], format: SummaryFormat): string {
  const lines = muted.slice(0, SHOWN).map((group) => {
    const counts = countsText(group)
    const name = fitted(group.destination, format.columns, counts.length + 14)
    return `  – ${name}   ${paint(format, 'dim', `muted: ${counts}`)}`
  })
  const rest = muted.length - SHOWN
  return [...lines, ...(rest > 0 ? [`  … and ${counted(rest, 'more muted destination')}`] : [])].join('\n')
}

function formatGroup(group: DestinationGroup, format: SummaryFormat): string {
  const isBlocked = group.outcomes.blocked > 0
  const counts = countsText(group)
  const name = fitted(group.destination, format.columns, counts.length + 7)
  const headline = `${paint(format, isBlocked ? 'red' : 'yellow', name)}   ${paint(format, 'dim', counts)}`
  const rows = rowsOf(group).flatMap(([label, text]) => (text === undefined ? [] : [formatRow(label, text, format)]))
  return [`  ${isBlocked ? '✗' : '○'} ${headline}`, ...rows].join('\n')
}

type Row = readonly [label: string, text: string | undefined]

function rowsOf(group: DestinationGroup): readonly Row[] {
  const { first, culprits, allow } = group
  return [
    ['by', listed(culprits.map(({ name, versions }) => [name, versions.join(', ')].filter(Boolean).join('@')))],
    ['from', first.from && `${frameText(first.from, '')} ${first.from.function ?? ''}`.trimEnd()],
    ['in', placeText(group)],
    ['late', lateText(group)],
    ['reason', explainReason({ scope: '', ...first })],
    ['quiet', quietLine({ scope: '', ...first })],
    ['allow', allow],
  ]
}

/** `412 attempts by 400 tests in 20 files`. */
function countsText({ count, tests, files, outcomes }: DestinationGroup): string {
  const attempts = counted(count, 'attempt')
  const by = tests.length > 0 ? ` by ${counted(tests.length, 'test')}` : ''
  const where = files.length > 0 ? ` in ${counted(files.length, 'file')}` : ''
  return `${attempts}${by}${where}${outcomes.allowed > 0 ? `, ${outcomes.allowed} of them allowed` : ''}`
}

function placeText({ first, tests, files }: DestinationGroup): string | undefined {
  const place = [first.project, first.file, first.test].filter((part) => part !== undefined).join(' > ')
  const others = tests.length > 0 ? tests.length - (first.test === undefined ? 0 : 1) : files.length - 1
  if (place === '') return undefined
  return others > 0 ? `${place}, and ${counted(others, `more ${tests.length > 0 ? 'test' : 'file'}`)}` : place
}

/** Says that attempts came after their test or file had ended. They are easily attributed to another one. */
function lateText({ records }: DestinationGroup): string | undefined {
  const late = records.filter(isLate)
  const [one, another] = late
  if (one === undefined) return undefined
  if (another === undefined && one.count === 1 && one.lateBy !== undefined) {
    return `${one.lateBy} ms after its ${one.test === undefined ? 'file' : 'test'} had ended`
  }
  const attempts = late.reduce((sum, { count }) => sum + count, 0)
  return `${counted(attempts, 'attempt')} after ${attempts === 1 ? 'its' : 'their'} test or file had ended`
}

function isLate({ phase, lateBy }: AttemptRecord): boolean {
  return lateBy !== undefined || phase === 'late'
}

/** Text to paste is never cut. */
function formatRow(label: string, text: string, format: SummaryFormat): string {
  const shown = label === 'allow' || label === 'quiet' ? printable(text) : fitted(text, format.columns, INDENT)
  return `    ${paint(format, 'dim', label.padEnd(INDENT - 4))}${shown}`
}

const INDENT = 12

function fitted(text: string, columns: number | undefined, indent: number): string {
  const shown = printable(text)
  return columns === undefined ? shown : shorten(shown, Math.max(20, columns - indent))
}

function listed(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined
  const rest = texts.length - 4
  return `${texts.slice(0, 4).join(', ')}${rest > 0 ? ` and ${counted(rest, 'more package')}` : ''}`
}
