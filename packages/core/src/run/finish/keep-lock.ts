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

/** The runner's snapshot mode, which also applies to the lock: write all, write what is missing, or write nothing. */
export type UpdateMode = 'all' | 'new' | 'none'

/** What to compare with a lock, and how. */
export interface LockInput {
  /** As the user wrote it, relative to `root`. */
  readonly path: string
  readonly root: string
  readonly runner: 'jest' | 'vitest' | 'node'
  readonly file: EvidenceFile
  readonly update: UpdateMode
  /** Whether this run included all tests. A first lock from a few tests would be incomplete. */
  readonly isComplete: boolean
  readonly failOnStale: boolean
  /** Whether the runner's `-u` accepts what is new, as for snapshots. */
  readonly updateLock: boolean
  /** The path of this run's evidence, relative to `root`. Default: the usual place. */
  readonly evidence?: string | undefined
}

/** The result of the comparison. */
export interface LockOutcome {
  /** The text to print. Empty where there is none. */
  readonly text: string
  readonly fails: boolean
  /** Whether something is new. A command then needs the evidence of the run. */
  readonly isNew?: boolean
}

/**
 * Compares what a run reached with its lock. Anything new fails the run until `agentguard lock --accept` accepts it. If
 * there is no lock yet, it is written, except in CI.
 *
 * @throws TypeError for a lock that is damaged, too new, or cannot be written
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
    const text = formatLockChanges(worthReporting(changes), format)
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

/** A different rule or package is not reported on every run, since the next update fixes it. */
function worthReporting({ added, stale }: LockChanges): LockChanges {
  return { added, changed: [], stale }
}

function missingLock(path: string, runner: LockInput['runner']): TypeError {
  return usageError(
    path,
    'there is no egress lock, and CI does not write one',
    `Write it on your machine with ${runner} -u, and commit it`,
  )
}
