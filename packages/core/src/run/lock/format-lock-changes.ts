import { printable } from '../../evidence/redact/printable.ts'
import { frameText } from '../../evidence/explain/frame-text.ts'
import { counted } from '../formats/counted.ts'
import { lockPath, type LockChange, type LockChanges } from './lock.ts'

/** How changes are written as text. */
export interface LockChangesFormat {
  /** The command that accepts them. Default: `npx agentguard lock --accept`. */
  readonly command?: string
  /** The path of the lock. */
  readonly path?: string
  /** The directory that paths are relative to. */
  readonly cwd: string
  /** True where the lock is about to be written, so that no command has to be proposed. */
  readonly accepted?: boolean
}

/**
 * Formats changes as plain text, one block for each destination. Empty where there are none.
 *
 * @param changes the result of {@link compareLock}
 * @param format at least `cwd`, which paths are relative to
 */
export function formatLockChanges(changes: LockChanges, format: LockChangesFormat): string {
  const { added, changed, stale } = changes
  const blocks = [
    ...groups(added).map((group) => formatGroup('+', group, format)),
    ...groups(changed).map((group) => formatGroup('~', group, format)),
    ...groups(stale).map((group) => formatGroup('-', group, format)),
  ]
  if (blocks.length === 0) return ''
  const shown = blocks.length > SHOWN ? [...blocks.slice(0, SHOWN), `  … and ${blocks.length - SHOWN} more`] : blocks
  const way = format.accepted === true ? [] : [acceptLine(format.command ?? acceptCommand())]
  return [headline(changes, format.path ?? lockPath), ...shown, ...way].join('\n\n')
}

// People scroll past longer reports.
const SHOWN = 20
const FILES = 5

/** The command that accepts what is new, with the paths of evidence and lock where they are not the default. */
export function acceptCommand(evidence?: string, lock: string = lockPath): string {
  const files = [...(evidence === undefined ? [] : [evidence]), ...(lock === lockPath ? [] : ['--lock', lock])]
  return ['npx agentguard lock', ...files, '--accept'].join(' ')
}

function acceptLine(command: string): string {
  const what = 'If this is intended, accept it with'
  return `  ${what}  ${command}  and commit the lock`
}

function headline({ added, changed, stale }: LockChanges, path: string): string {
  const counts = [
    count(groups(added).length, 'new destination'),
    count(groups(changed).length, 'destination', 'reached in another way'),
    count(groups(stale).length, 'destination', 'no longer reached'),
  ]
  return `Egress lock ${path}: ${counts.filter((text) => text !== undefined).join(', ')}`
}

function count(number: number, noun: string, rest = ''): string | undefined {
  return number === 0 ? undefined : `${counted(number, noun)} ${rest}`.trimEnd()
}

function groups(changes: readonly LockChange[]): readonly (readonly LockChange[])[] {
  const found = new Map<string, LockChange[]>()
  for (const change of changes) {
    const group = found.get(change.destination)
    if (group === undefined) found.set(change.destination, [change])
    else group.push(change)
  }
  return [...found.values()]
}

function formatGroup(sign: string, group: readonly LockChange[], { cwd }: LockChangesFormat): string {
  const all = (key: 'rules' | 'packages'): string => [...new Set(group.flatMap((change) => change[key]))].join(', ')
  const evidence = group.flatMap((change) => change.evidence)
  const from = evidence.find((record) => record.from !== undefined)?.from
  const rows: readonly (readonly [string, string])[] = [
    ['by', all('packages')],
    ['rule', all('rules')],
    ['from', from === undefined ? '' : `${frameText(from, cwd)} ${from.function ?? ''}`.trimEnd()],
    ['in', filesText(group)],
  ]
  const lines = rows.flatMap(([label, text]) => (text === '' ? [] : [`      ${label.padEnd(6)}${printable(text)}`]))
  return [`  ${sign} ${printable(group[0]?.destination ?? '')}`, ...lines].join('\n')
}

function filesText(group: readonly LockChange[]): string {
  const shown = group.slice(0, FILES).map(({ file }) => file)
  const more = group.length - shown.length
  return `${shown.join(', ')}${more > 0 ? `, and ${more} more files` : ''}`
}
