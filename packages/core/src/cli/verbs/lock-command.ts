import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { cwd } from 'node:process'
import { type Command, Option } from 'commander'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { EvidenceFile } from '../../run/file/evidence-file.ts'
import { groupDestinations } from '../../run/file/group-destinations.ts'
import { compareLock } from '../../run/lock/compare-lock.ts'
import { counted } from '../../run/formats/counted.ts'
import { describeUnguarded } from '../../run/formats/describe-unguarded.ts'
import { createTable } from '../../run/lock/create-table.ts'
import { formatTable } from '../../run/lock/format-table.ts'
import { createLock } from '../../run/lock/create-lock.ts'
import { acceptCommand, formatLockChanges, type LockChangesFormat } from '../../run/lock/format-lock-changes.ts'
import { formatLock } from '../../run/lock/format-lock.ts'
import { emptyLock, type Lock, type LockChange, type LockChanges, lockPath } from '../../run/lock/lock.ts'
import { parseLock } from '../../run/lock/parse-lock.ts'
import { isNamed, refuseChanges } from '../../run/lock/refuse-changes.ts'
import { placeOnDisk } from '../../run/lock/place-on-disk.ts'
import { addExamples, createVerb } from './create-verb.ts'
import { printSince } from './print-since.ts'
import { besideEvidence, defaultEvidencePath } from '../io/find-evidence.ts'
import { jsonFlag, printJson } from '../io/print-json.ts'
import { readJoinedEvidence } from '../io/read-joined-evidence.ts'
import { readText } from '../io/read-text.ts'
import { writeOutput } from '../io/write-output.ts'

/** `agentguard lock`: writes what a run reached to the lock, or compares it with the lock. */
export function createLockCommand(): Command {
  const verb = createVerb(
    'lock',
    'Writes what each test file reached into a first egress lock, or compares a run with the existing one.\n' +
      'Only --accept adds what is new; without it, the exit code is 1 where something is new.',
  )
    .summary('write or check the list of what each test file reaches')
    .argument('[evidence...]', `evidence files (default: ${defaultEvidencePath})`)
    .option('--accept [destinations...]', 'add what is new: these destinations, or all')
    .option('--check', 'change nothing, and report what differs')
    .option('--stale', 'with --check: also fail on entries that are no longer reached')
    .addOption(
      new Option('--table [format]', 'change nothing, and print what each tool reaches: one row for each describe')
        .choices(['markdown', 'json'])
        .preset('markdown'),
    )
    .addOption(
      new Option(
        '--since <lock>',
        'change nothing, and print as Markdown how the lock differs from an earlier one',
      ).conflicts(['accept', 'check', 'stale', 'table']),
    )
    .option('--lock <file>', `the lock (default: ${lockPath})`)
    .addOption(new Option(...jsonFlag).conflicts(['table']))
    .action(act)
  return addExamples(verb, [
    ['agentguard lock', 'after a run with the reporter: writes a first lock, removes what is gone'],
    ['agentguard lock --accept', 'adds all that is new'],
    ['agentguard lock --accept api.openai.com', 'adds one destination'],
    ['agentguard lock shard-*.json --accept', 'from the shards of one run, in any order'],
    ['agentguard lock --table', 'what each tool may reach, as Markdown'],
    ['agentguard lock --since main.lock.json', 'what a pull request changes, for its reviewers'],
    ['agentguard lock --check --stale', 'in CI: fails where the lock and the run differ'],
  ])
}

interface LockFlags {
  /** `true` accepts everything that is new. */
  readonly accept?: true | readonly string[]
  readonly check?: boolean
  readonly table?: 'markdown' | 'json'
  readonly stale?: boolean
  /** The path of an earlier lock. */
  readonly since?: string
  readonly lock?: string
  readonly json?: boolean
  /** The evidence files that were named. */
  readonly evidence?: string
}

/** @throws TypeError for flags that contradict each other */
function act(paths: readonly string[], flags: LockFlags): void {
  if (flags.since !== undefined) {
    printSince(flags.since, flags.lock ?? besideEvidence(lockPath), paths, flags.json)
    return
  }
  if (flags.stale === true && flags.check !== true) {
    throw usageError('agentguard lock', '--stale needs --check', "Write 'agentguard lock --check --stale'")
  }
  if (flags.accept !== undefined && flags.check === true) {
    throw usageError('agentguard lock', '--check changes nothing', 'Leave --check or --accept out')
  }
  const { lock = paths.length === 0 ? besideEvidence(lockPath) : lockPath } = flags
  run(readJoinedEvidence(paths), { ...flags, lock, ...(paths.length > 0 && { evidence: paths.join(' ') }) })
}

function run(evidence: EvidenceFile, flags: LockFlags & { readonly lock: string }): void {
  const { check = false, stale = false, json = false, lock: path } = flags
  const place = placeOnDisk(resolve(path), cwd())
  if (flags.table !== undefined) {
    process.stdout.write(formatTable(createTable(evidence, place.root), flags.table))
    return
  }
  const before = readLock(path, check)
  const changes = compareLock(before ?? emptyLock, evidence, place)
  const { accepted, refused } = divide(changes.added, check ? [] : before === undefined ? true : (flags.accept ?? []))
  if (!json) {
    print({ ...changes, added: accepted }, { path, accepted: !check })
    print({ added: refused, changed: [], stale: [] }, { path, command: acceptCommand(flags.evidence, path) })
  }
  warnOfBlocked(evidence)
  warnOfUnguarded(evidence)
  if (refused.length > 0 && flags.accept === undefined) process.exitCode = 1
  if (check && stale && changes.stale.length > 0) process.exitCode = 1
  const after = check ? undefined : refuseChanges(createLock(evidence, before, place), refused)
  // Keeps the layout of a formatter or an editor while the content is the same.
  const isWritten = after !== undefined && (before === undefined || formatLock(before) !== formatLock(after))
  if (isWritten) writeOutput(formatLock(after), path)
  if (json) printJson('lock', { lock: path, isWritten, ...plainChanges({ ...changes, added: refused }, accepted) })
  else if (after !== undefined) process.stdout.write(`${path}: ${countText(after)}\n`)
  else if (process.exitCode !== 1) process.stdout.write(`${path} lists all that was reached\n`)
}

/** Without evidence, which has its own format. */
function plainChanges({ added, changed, stale }: LockChanges, accepted: readonly LockChange[]): object {
  return { accepted: plain(accepted), added: plain(added), changed: plain(changed), stale: plain(stale) }
}

function plain(changes: readonly LockChange[]): readonly object[] {
  return changes.map(({ file, destination, rules, packages }) => ({ file, destination, rules, packages }))
}

/** @throws TypeError for a destination that is not new */
function divide(added: readonly LockChange[], accept: true | readonly string[]) {
  if (accept === true) return { accepted: added, refused: [] }
  const unknown = accept.find((text) => !added.some(({ destination }) => isNamed(destination, text)))
  if (unknown !== undefined) {
    const names = [...new Set(added.map(({ destination }) => destination))].join(', ')
    throw usageError(
      'agentguard lock --accept',
      `'${unknown}' is not new in this run`,
      names === '' ? 'Nothing is new: leave it out' : `New: ${names}`,
    )
  }
  const isAccepted = ({ destination }: LockChange): boolean => accept.some((text) => isNamed(destination, text))
  return { accepted: added.filter(isAccepted), refused: added.filter((change) => !isAccepted(change)) }
}

function print(changes: LockChanges, format: Omit<LockChangesFormat, 'cwd'>): void {
  const text = formatLockChanges(changes, { ...format, cwd: cwd() })
  if (text !== '') process.stdout.write(`${text}\n\n`)
}

function readLock(path: string, check: boolean): Lock | undefined {
  if (existsSync(path)) return parseLock(readText(path, 'the lock', 'Name the file of a lock'), path)
  if (check)
    throw usageError(path, 'there is no lock to check against', "Write it with 'agentguard lock' and commit it")
  return undefined
}

/** Warns that a first lock from a run that failed may be incomplete. */
function warnOfBlocked(evidence: EvidenceFile): void {
  const blocked = groupDestinations(evidence).filter(({ outcomes }) => outcomes.blocked > 0).length
  if (blocked === 0) return
  const what = blocked === 1 ? '1 destination was' : `${blocked} destinations were`
  process.stderr.write(`${what} blocked in this run: what is blocked is not reached, and not in the lock\n`)
}

/** Warns of files without the guard. They may reach anything, so their entries stay unchanged. */
function warnOfUnguarded({ runs }: EvidenceFile): void {
  const unguarded = describeUnguarded(runs)
  if (unguarded !== undefined)
    process.stderr.write(`${unguarded}: what these files reach is unknown, and not in the lock\n`)
}

function countText({ files }: Lock): string {
  const destinations = new Set(files.flatMap((file) => file.destinations.map(({ destination }) => destination))).size
  return `${counted(destinations, 'destination')} of ${counted(files.length, 'test file')}`
}
