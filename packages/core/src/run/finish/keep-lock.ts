import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { compareLock } from '../lock/compare-lock.ts'
import { createLock } from '../lock/create-lock.ts'
import { acceptCommand, formatLockChanges } from '../lock/format-lock-changes.ts'
import { formatLock } from '../lock/format-lock.ts'
import { emptyLock, type LockChanges } from '../lock/lock.ts'
import { parseLock } from '../lock/parse-lock.ts'
import { placeOnDisk } from '../lock/place-on-disk.ts'
import { writeReport } from './write-report.ts'

/** What a runner says of its snapshots, which holds for the lock too: write all, write what is missing, write nothing. */
export type UpdateMode = 'all' | 'new' | 'none'

/** What a lock is held against. */
export interface LockInput {
  /** As the user wrote it, relative to `root`. */
  readonly path: string
  readonly root: string
  readonly runner: 'jest' | 'vitest' | 'node'
  readonly file: EvidenceFile
  readonly update: UpdateMode
  /** Whether this run was asked for all tests: a first lock of a few would be no list of anything. */
  readonly isComplete: boolean
  readonly failOnStale: boolean
  /** Whether `-u` of the runner accepts what is new, as it does for snapshots. */
  readonly updateLock: boolean
  /** Where the evidence of this run lies, from `root`; the usual place where it is left out. */
  readonly evidence?: string | undefined
}

/** What came of it. */
export interface LockOutcome {
  /** Empty where there is nothing to say. */
  readonly text: string
  readonly fails: boolean
  /** Whether something is new: then a command needs the evidence of the run. */
  readonly isNew?: boolean
}

/**
 * Holds what a run reached against its lock: what is new fails until `agentguard lock --accept` accepts it. Without a lock yet, one
 * is written, but not in CI.
 *
 * @throws TypeError for a lock that is damaged or too new, or cannot be written
 */
export function keepLock(input: LockInput): LockOutcome {
  const { path, root, file, update, failOnStale, updateLock, evidence } = input
  const place = placeOnDisk(resolve(root, path), root)
  const isThere = existsSync(resolve(root, path))
  if (!isThere && update === 'none') throw missingLock(path, input.runner)
  if (!isThere && update === 'new' && !input.isComplete) return { text: '', fails: false }
  const before = isThere ? parseLock(readFileSync(resolve(root, path), 'utf8'), path) : emptyLock
  const changes = compareLock(before, file, place)
  const format = { command: acceptCommand(evidence, path), path, cwd: root }
  if (isThere && !(updateLock && update === 'all')) {
    const text = formatLockChanges(worthTelling(changes), format)
    const isNew = changes.added.length > 0
    return { text, isNew, fails: isNew || (failOnStale && update === 'none' && changes.stale.length > 0) }
  }
  const after = formatLock(createLock(file, before, place))
  const isNews = !isThere || after !== formatLock(before)
  if (isNews) writeReport(after, path, root)
  const text = [
    formatLockChanges(changes, { ...format, accepted: true }),
    isNews ? `Egress lock written to ${path}` : '',
  ]
  return { text: text.filter((part) => part !== '').join('\n\n'), fails: false }
}

/** By another rule or package is no news on every run: the next update mends it. */
function worthTelling({ added, stale }: LockChanges): LockChanges {
  return { added, changed: [], stale }
}

function missingLock(path: string, runner: LockInput['runner']): TypeError {
  return usageError(
    path,
    'there is no egress lock, and in CI none is written',
    `Write it on your machine with ${runner} -u, and commit it`,
  )
}
