import { destinationKinds, kindOfDestination } from '../../evidence/explain/kind-of-destination.ts'
import { quote } from '../../evidence/explain/quote.ts'
import { suggestAllow } from '../../evidence/explain/suggest-allow.ts'
import { printable, shorten } from '../../evidence/redact/printable.ts'
import { findSender } from '../../evidence/senders/find-sender.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { counted } from './counted.ts'
import { paint } from './paint.ts'
import type { SummaryFormat } from './summary-format.ts'
import { worstOutcome } from './worst-outcome.ts'

/** More names and rules are counted and not listed. */
const SHOWN = 5

/**
 * A few lines with what to decide after a run: the destinations by kind, which tests and packages reached them, and the
 * shortest way to settle most of them. Empty where nothing was blocked, muted or audited.
 */
export function formatRunDigest(file: EvidenceFile, format: SummaryFormat = {}): string {
  const groups = groupDestinations(file).filter((group) => worstOutcome(group) !== 'allowed')
  if (groups.length === 0) return ''
  const [muted, reported] = [groups.filter(isMuted), groups.filter((group) => !isMuted(group))]
  const kinds = [
    ...destinationKinds.map((kind) => ({
      kind,
      members: reported.filter(({ first }) => kindOfDestination(first) === kind),
    })),
    { kind: 'muted', members: muted },
  ].filter(({ members }) => members.length > 0)
  const width = Math.max(...kinds.map(({ kind }) => kind.length)) + 2
  const lines = kinds.map(({ kind, members }) => kindLine(kind, members, width, format))
  const parts = [headline(groups, format), lines.join('\n'), settleLines(reported, file.runs[0]?.runner).join('\n')]
  return parts.filter((part) => part !== '').join('\n\n')
}

function headline(groups: readonly DestinationGroup[], format: SummaryFormat): string {
  const parts = (['blocked', 'audited', 'muted'] as const).flatMap((outcome) => {
    const members = groups.filter((group) => worstOutcome(group) === outcome)
    return members.length === 0
      ? []
      : [`${counted(members.length, 'destination')} ${happened[outcome]} ${whereText(members)}`]
  })
  return `${paint(format, 'bold', 'Egress')}  ${parts.join(', ')}`
}

const happened = { blocked: 'blocked', audited: 'seen by the audit', muted: 'muted' } as const

/** Whether a group has nothing worse than muted attempts. */
function isMuted(group: DestinationGroup): boolean {
  return worstOutcome(group) === 'muted'
}

/** `in 200 tests of 20 files`. */
function whereText(groups: readonly DestinationGroup[]): string {
  const tests = distinct(
    groups.flatMap((group) => group.tests.map((one) => JSON.stringify([one.project, one.file, one.test]))),
  )
  const files = distinct(groups.flatMap((group) => group.files))
  if (tests.length === 0) return files.length === 0 ? '' : `in ${counted(files.length, 'file')}`
  return `in ${counted(tests.length, 'test')} of ${counted(files.length, 'file')}`
}

function kindLine(kind: string, groups: readonly DestinationGroup[], width: number, format: SummaryFormat): string {
  const { columns } = format
  const names = groups.map(({ destination }) => destination)
  const packages = distinct(groups.flatMap(({ culprits }) => culprits.map(({ name }) => name)))
  const by = packages.length === 0 ? '' : `, by ${listed(packages)}`
  const tests = new Set(groups.flatMap((group) => group.tests.map((one) => JSON.stringify([one.file, one.test])))).size
  const count = tests === 0 ? '' : `   ${counted(tests, 'test')}${by}`
  const room = columns === undefined ? Infinity : Math.max(20, columns - width - 3)
  // As many names as fit, since a cut name is useless.
  const texts = [5, 4, 3, 2, 1].map((shown) => printable(`${listed(names, ', ', shown)}${count}`))
  const text = texts.find(({ length }) => length <= room) ?? shorten(texts.at(-1) ?? '', room)
  return `  ${paint(format, 'dim', kind.padEnd(width))}${text}`
}

/** In the order in which a suite is usually fixed: first what can be turned off, then what is intended. */
function settleLines(groups: readonly DestinationGroup[], runner: Runner): readonly string[] {
  const off = distinct(groups.map(({ first }) => findSender(first)?.quiet))
  const rules = distinct(groups.map(({ first }) => suggestAllow({ scope: '', ...first })))
  return [...(off.length > 0 ? [`  To turn telemetry off: ${listed(off, '; ')}`] : []), ...allowLines(rules, runner)]
}

type Runner = EvidenceFile['runs'][number]['runner'] | undefined

function allowLines(rules: readonly string[], runner: Runner): readonly string[] {
  if (rules.length === 0) return []
  if (rules.length > SHOWN) return decideLater(runner)
  const [allow, quoted, config] =
    runner === 'node' ? ['"allow"', JSON.stringify, 'agentguard.config.json'] : ['allow', quote, 'the config']
  const list = rules.map((rule) => quoted(rule)).join(', ')
  return [
    `  To let ${rules.length === 1 ? 'it' : 'them'} through in every test: ${allow}: [${list}] in ${config}`,
    '  To keep a destination blocked without failing: mute instead of allow',
  ]
}

function decideLater(runner: Runner): readonly string[] {
  if (runner === 'node') {
    return [
      '  To allow them file by file: paste the allow line of each failure at the top of its file',
      '  To keep them blocked without failing, and decide later: mute them in agentguard.config.json',
    ]
  }
  const option = runner === 'jest' ? 'give the reporter { json: true }' : 'give agentguard() report: { json: true }'
  return [
    `  To allow them file by file: ${option}, run again, then npx agentguard suggest --write`,
    '  To keep them blocked without failing, and decide later: npx agentguard suggest --write --mute',
  ]
}

function listed(texts: readonly string[], between = ', ', shown = SHOWN): string {
  const rest = texts.length - shown
  return `${texts.slice(0, shown).join(between)}${rest > 0 ? ` and ${rest} more` : ''}`
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}
