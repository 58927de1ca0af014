import type { Evidence } from '../../evidence/record/evidence.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import type { EvidenceFile, Run } from '../file/evidence-file.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { codeCell } from './code-cell.ts'
import { counted } from './counted.ts'
import { describeUnguarded } from './describe-unguarded.ts'
import { createPlacer, type Placer } from './place-in-repository.ts'
import { worstOutcome } from './worst-outcome.ts'

/** Rows of a table: more than people read, and far below GitHub's limit of 1 MiB, however long the cells. */
const SHOWN = 100

/**
 * Formats evidence as Markdown for the job summary of GitHub Actions, with a table for each outcome. Empty where
 * nothing was attempted and every file was guarded.
 *
 * @param file the evidence, of one run or several
 */
export function formatStepSummary(file: EvidenceFile): string {
  const groups = groupDestinations(file)
  const unguarded = describeUnguarded(file.runs)
  if (groups.length === 0 && unguarded === undefined) return ''
  const placer = createPlacer(file.runs)
  const of = (outcome: Evidence['outcome']): readonly DestinationGroup[] =>
    groups.filter((group) => worstOutcome(group) === outcome)
  const [blocked, audited, muted, allowed] = [of('blocked'), of('audited'), of('muted'), of('allowed')]
  const parts = [
    `### ${titleOf({ blocked, audited, muted, allowed })}`,
    ranText(file.runs),
    ...(unguarded === undefined ? [] : [`**Not guarded as a whole**: ${codeCell(unguarded, 500)}`]),
    ...(blocked.length > 0 ? [tableOf('blocked', blocked, stoppedColumns(placer))] : []),
    ...(audited.length > 0 ? [tableOf('seen (audit)', audited, stoppedColumns(placer))] : []),
    ...(muted.length > 0 ? [folded('muted', muted)] : []),
    ...(allowed.length > 0 ? [folded('allowed', allowed)] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function titleOf(groups: Readonly<Record<Evidence['outcome'], readonly DestinationGroup[]>>): string {
  const counts = [
    [groups.blocked.length, 'blocked'],
    [groups.audited.length, 'seen in mode audit'],
    [groups.muted.length, 'muted'],
    [groups.allowed.length, 'allowed'],
  ] as const
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${counted(count, 'destination')} ${what}`] : []))
  return `Egress: ${parts.length === 0 ? 'none seen' : parts.join(', ')}`
}

function ranText(runs: readonly Run[]): string {
  const files = runs.flatMap(({ testFiles }) => testFiles)
  const tests = files.reduce((sum, file) => sum + file.tests, 0)
  const runners = [...new Set(runs.map(({ runner, runnerVersion = '' }) => `${runner} ${runnerVersion}`.trim()))]
  const ran = files.length > 0 ? [`${counted(tests, 'test')} in ${counted(files.length, 'file')}`] : []
  const by = runners.map((runner) => codeCell(runner, 40)).join(', ')
  return [...ran, ...(runs.length > 1 ? [counted(runs.length, 'run')] : []), by].join(' · ')
}

type Column = readonly [name: string, align: '---' | '---:', cell: (group: DestinationGroup) => string]

function stoppedColumns(placer: Placer): readonly Column[] {
  return [
    ...sharedColumns,
    ['from', '---', ({ first }) => fromCell(first, placer)],
    ['why', '---', ({ first }) => codeCell(explainReason({ scope: '', ...first }) ?? '', 200)],
    ['to turn it off', '---', ({ first }) => codeCell(quietLine({ scope: '', ...first }) ?? '', 300)],
    ['to allow it', '---', ({ allow = '' }) => codeCell(allow, 300)],
  ]
}

const sharedColumns: readonly Column[] = [
  ['attempts', '---:', ({ count }) => String(count)],
  ['tests', '---', (group) => testsCell(group)],
  ['packages', '---', ({ culprits }) => packagesCell(culprits)],
]

const allowedColumns: readonly Column[] = [
  ...sharedColumns,
  ['by rule', '---', ({ rules }) => someOf(rules.map((rule) => codeCell(rule, 100)))],
]

function tableOf(name: string, groups: readonly DestinationGroup[], columns: readonly Column[]): string {
  const all: readonly Column[] = [[name, '---', ({ destination }) => codeCell(destination, 200)], ...columns]
  const rows = groups.slice(0, SHOWN).map((group) => row(all.map(([, , cell]) => cell(group))))
  const rest = groups.length - SHOWN
  return [
    row(all.map(([name]) => name)),
    row(all.map(([, align]) => align)),
    ...rows,
    ...(rest > 0 ? ['', `… and ${counted(rest, 'more destination')}`] : []),
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Rows that need no action are collapsed. */
function folded(what: 'allowed' | 'muted', groups: readonly DestinationGroup[]): string {
  const title = `<summary>${counted(groups.length, 'destination')} ${what}</summary>`
  return `<details>${title}\n\n${tableOf(what, groups, allowedColumns)}\n\n</details>`
}

function testsCell({ tests, files }: DestinationGroup): string {
  const shown = tests[0]?.test ?? files[0]
  if (shown === undefined) return ''
  const rest = (tests.length > 0 ? tests.length : files.length) - 1
  return `${codeCell(shown, 100)}${rest > 0 ? ` and ${rest} more` : ''}`
}

function packagesCell(culprits: DestinationGroup['culprits']): string {
  return someOf(
    culprits.map(({ name, versions }) =>
      codeCell(versions.length === 0 ? name : `${name}@${versions.join(', ')}`, 100),
    ),
  )
}

function fromCell(first: DestinationGroup['first'], placer: Placer): string {
  const { path, line } = placer.line(first)
  return codeCell(`${path}:${line}`, 200)
}

function someOf(cells: readonly string[]): string {
  const rest = cells.length - 3
  return `${cells.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
