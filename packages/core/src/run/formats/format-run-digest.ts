import { styleText } from 'node:util'
import { destinationKinds, kindOfDestination } from '../../evidence/explain/kind-of-destination.ts'
import { suggestAllow } from '../../evidence/explain/suggest-allow.ts'
import { printable, shorten } from '../../evidence/redact/printable.ts'
import { findSender } from '../../evidence/senders/find-sender.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { countText } from './describe-group.ts'
import type { SummaryFormat } from './summary-format.ts'

/** Past this many, names and rules are counted rather than read. */
const SHOWN = 5

/**
 * What is to be decided after a run, on a few lines: the destinations by kind, how many tests and which packages reached them, and
 * the shortest way to settle most of them. Empty where nothing was stopped, muted or seen by an audit.
 */
export function formatRunDigest(file: EvidenceFile, format: SummaryFormat = {}): string {
  const groups = groupDestinations(file).filter(
    ({ outcomes }) => outcomes.blocked + outcomes.audited + outcomes.muted > 0,
  )
  if (groups.length === 0) return ''
  const [muted, told] = [groups.filter(isMuted), groups.filter((group) => !isMuted(group))]
  const kinds = [
    ...destinationKinds.map((kind) => ({
      kind,
      members: told.filter(({ first }) => kindOfDestination(first) === kind),
    })),
    { kind: 'muted', members: muted },
  ].filter(({ members }) => members.length > 0)
  const width = Math.max(...kinds.map(({ kind }) => kind.length)) + 2
  const lines = kinds.map(({ kind, members }) => kindLine(kind, members, width, format))
  const parts = [headline(groups, format), lines.join('\n'), settleLines(told, file.runs[0]?.runner).join('\n')]
  return parts.filter((part) => part !== '').join('\n\n')
}

function headline(groups: readonly DestinationGroup[], format: SummaryFormat): string {
  const [blocked, muted] = [groups.filter(isBlocked), groups.filter(isMuted)]
  const audited = groups.filter((group) => !isBlocked(group) && !isMuted(group))
  const parts = [
    ...(blocked.length > 0 ? [`${countText(blocked.length, 'destination')} blocked ${whereText(blocked)}`] : []),
    ...(audited.length > 0
      ? [`${countText(audited.length, 'destination')} seen by the audit ${whereText(audited)}`]
      : []),
    ...(muted.length > 0 ? [`${countText(muted.length, 'destination')} muted ${whereText(muted)}`] : []),
  ]
  return `${format.colors === true ? styleText('bold', 'Egress', { validateStream: false }) : 'Egress'}  ${parts.join(', ')}`
}

function isBlocked({ outcomes }: DestinationGroup): boolean {
  return outcomes.blocked > 0
}

/** Whether all that a report says of it is that it fails nothing. */
function isMuted({ outcomes }: DestinationGroup): boolean {
  return outcomes.blocked + outcomes.audited === 0
}

/** `in 200 tests of 20 files`. */
function whereText(groups: readonly DestinationGroup[]): string {
  const tests = distinct(
    groups.flatMap((group) => group.tests.map((one) => JSON.stringify([one.project, one.file, one.test]))),
  )
  const files = distinct(groups.flatMap((group) => group.files))
  if (tests.length === 0) return files.length === 0 ? '' : `in ${countText(files.length, 'file')}`
  return `in ${countText(tests.length, 'test')} of ${countText(files.length, 'file')}`
}

function kindLine(
  kind: string,
  groups: readonly DestinationGroup[],
  width: number,
  { columns, colors = false }: SummaryFormat,
): string {
  const names = groups.map(({ destination }) => destination)
  const packages = distinct(groups.flatMap(({ culprits }) => culprits.map(({ name }) => name)))
  const by = packages.length === 0 ? '' : `, by ${listed(packages)}`
  const tests = new Set(groups.flatMap((group) => group.tests.map((one) => JSON.stringify([one.file, one.test])))).size
  const count = tests === 0 ? '' : `   ${countText(tests, 'test')}${by}`
  const room = columns === undefined ? Infinity : Math.max(20, columns - width - 3)
  // As many names as there is room for: a name that is cut is none.
  const texts = [5, 4, 3, 2, 1].map((shown) => printable(`${listed(names, ', ', shown)}${count}`))
  const text = texts.find(({ length }) => length <= room) ?? shorten(texts.at(-1) ?? '', room)
  const label = kind.padEnd(width)
  return `  ${colors ? styleText('dim', label, { validateStream: false }) : label}${text}`
}

/** In the order in which a suite gets quiet: what can be turned off, then what is meant. */
function settleLines(groups: readonly DestinationGroup[], runner: Runner): readonly string[] {
  const off = distinct(groups.map(({ first }) => findSender(first)?.quiet))
  const rules = distinct(groups.map(({ first }) => suggestAllow({ scope: '', ...first })))
  return [
    ...(off.length > 0 ? [`  To turn off what reports home: ${listed(off, '; ')}`] : []),
    ...allowLines(rules, runner),
  ]
}

type Runner = EvidenceFile['runs'][number]['runner'] | undefined

function allowLines(rules: readonly string[], runner: Runner): readonly string[] {
  if (rules.length === 0) return []
  if (rules.length > SHOWN) return decideLater(runner)
  const [allow, quote, config] =
    runner === 'node' ? ['"allow"', JSON.stringify, 'agentguard.config.json'] : ['allow', quoted, 'the config']
  const list = rules.map((rule) => quote(rule)).join(', ')
  return [
    `  To let ${rules.length === 1 ? 'it' : 'them'} through in every test: ${allow}: [${list}] in ${config}`,
    '  To keep a destination blocked without failing: mute instead of allow',
  ]
}

function decideLater(runner: Runner): readonly string[] {
  if (runner === 'node') {
    return [
      '  To decide file by file: paste the allow line of each failure at the head of its file',
      '  To pass first and decide later, with all of them blocked: mute them in agentguard.config.json',
    ]
  }
  const option = runner === 'jest' ? '{ json: true } for the reporter' : 'report: { json: true } in agentguard()'
  return [
    `  To decide file by file: ${option}, one run, then npx agentguard suggest --write`,
    '  To pass first and decide later, with all of them blocked: the same with --mute',
  ]
}

function quoted(rule: string): string {
  return `'${rule.replace(/[\\']/g, (character) => `\\${character}`)}'`
}

function listed(texts: readonly string[], between = ', ', shown = SHOWN): string {
  const rest = texts.length - shown
  return `${texts.slice(0, shown).join(between)}${rest > 0 ? ` and ${rest} more` : ''}`
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}
