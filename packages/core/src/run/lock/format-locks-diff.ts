import { codeCell } from '../formats/code-cell.ts'
import type { LockedDifference, LocksDiff } from './compare-locks.ts'

/** The difference between two locks as Markdown for a review, with a table for each kind of change. Empty where there is none. */
export function formatLocksDiff(diff: LocksDiff, path: string): string {
  const kinds = kindsOf(diff).filter(({ rows }) => rows.length > 0)
  const changed = filesOf(diff).filter(({ list }) => list.length > 0)
  if (kinds.length + changed.length === 0) return ''
  const counts = [
    ...kinds.map(({ rows, headline }) => headline(rows.length)),
    ...changed.map(({ list, headline }) => headline(list.length)),
  ]
  const parts = [
    `### Egress lock: ${counts.join(', ')}`,
    ...kinds.map(({ title, rows }) => `**${title}**\n\n${table(rows)}`),
    ...changed.map(({ title, list }) => `**${title}**: ${some(list, SHOWN)}`),
    `From ${codeCell(path, WIDE)}.`,
  ]
  return `${parts.join('\n\n')}\n`
}

/** Rows of a table. GitHub's limit is 65,536 characters a comment, which six tables of this size never reach. */
const SHOWN = 10
const NAMES = 3
const WIDE = 80

interface Kind {
  readonly title: string
  readonly rows: readonly LockedDifference[]
  readonly headline: (count: number) => string
}

function kindsOf({ added, spread, changed, removed, muted, unmuted }: LocksDiff): readonly Kind[] {
  return [
    { title: 'New', rows: added, headline: (count) => destinations(count, 'new ') },
    { title: 'In more test files', rows: spread, headline: (count) => `${count} in more test files` },
    { title: 'By another rule or package', rows: changed, headline: (count) => `${count} by another rule or package` },
    { title: 'Newly muted: blocked, and failing nothing', rows: muted, headline: (count) => `${count} newly muted` },
    { title: 'No longer muted', rows: unmuted, headline: (count) => `${count} no longer muted` },
    { title: 'No longer reached there', rows: removed, headline: (count) => `${count} no longer reached` },
  ]
}

interface Files {
  readonly title: string
  readonly list: readonly string[]
  readonly headline: (count: number) => string
}

function filesOf({ unguarded, guarded }: LocksDiff): readonly Files[] {
  return [
    {
      title: 'Test files without the guard now',
      list: unguarded,
      headline: (count) => `${files(count)} without the guard`,
    },
    {
      title: 'Test files with the guard again',
      list: guarded,
      headline: (count) => `${files(count)} with the guard again`,
    },
  ]
}

function files(count: number): string {
  return `${count} test file${count === 1 ? '' : 's'}`
}

function destinations(count: number, kind: string): string {
  return `${count} ${kind}destination${count === 1 ? '' : 's'}`
}

function table(rows: readonly LockedDifference[]): string {
  const cells = rows
    .slice(0, SHOWN)
    .map(({ destination, packages, rules, files }) => [
      codeCell(destination, WIDE),
      some(packages, NAMES),
      some(rules, NAMES),
      some(files, NAMES),
    ])
  const lines = [['destination', 'packages', 'rules', 'test files'], ['---', '---', '---', '---'], ...cells]
  const rest = rows.length - SHOWN
  return [
    ...lines.map((line) => `| ${line.join(' | ')} |`),
    ...(rest > 0 ? ['', `… and ${destinations(rest, 'more ')}`] : []),
  ].join('\n')
}

function some(texts: readonly string[], shown: number): string {
  const rest = texts.length - shown
  const cells = texts.slice(0, shown).map((text) => codeCell(text, WIDE))
  return `${cells.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
