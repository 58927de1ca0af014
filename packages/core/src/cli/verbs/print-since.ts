import { existsSync } from 'node:fs'
import { usageError } from '../../policy/usage/usage-error.ts'
import { compareLocks } from '../../run/lock/compare-locks.ts'
import { formatLocksDiff } from '../../run/lock/format-locks-diff.ts'
import { emptyLock, type Lock } from '../../run/lock/lock.ts'
import { parseLock } from '../../run/lock/parse-lock.ts'
import { printJson } from '../io/print-json.ts'
import { readText } from '../io/read-text.ts'

/**
 * Prints how a lock differs from an earlier one, as Markdown or as JSON. Markdown is empty where they are equal. A
 * missing lock counts as empty.
 *
 * @throws TypeError for evidence files, and for a file that is not a lock
 */
export function printSince(earlier: string, path: string, evidence: readonly string[], isJson = false): void {
  if (evidence.length > 0) {
    const fix = 'Leave the files of evidence out'
    throw usageError('agentguard lock --since', 'it compares two locks and reads no evidence', fix)
  }
  const after = existsSync(path) ? readLock(path) : emptyLock
  const diff = compareLocks(readLock(earlier), after)
  if (isJson) printJson('lock', { lock: path, since: earlier, ...diff })
  else process.stdout.write(formatLocksDiff(diff, path))
}

/** An empty file is what a branch without a lock gives. */
function readLock(path: string): Lock {
  const text = readText(path, 'the lock', 'Name the file of a lock')
  return text.trim() === '' ? emptyLock : parseLock(text, path)
}
