import { compareTexts } from '../file/compare-texts.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { collectFiles, connectedHosts, type SeenFile } from './collect-files.ts'
import { pathsOf } from './file-key.ts'
import {
  type Lock,
  type LockChange,
  type LockChanges,
  type LockedDestination,
  type LockedFile,
  type LockPlace,
} from './lock.ts'

/**
 * Compares what a run reached with a lock. Lists are sorted by destination, then by file.
 *
 * @param lock the committed lock
 * @param file the evidence of the run
 * @param place the lock's folder, where it is not the root of the run
 */
export function compareLock(lock: Lock, file: EvidenceFile, place: LockPlace = {}): LockChanges {
  const seen = collectFiles(file, place.root)
  const locked = new Map(lock.files.map((entry) => [entry.file, entry]))
  const both = [...seen].map(([key, ran]) => compareFile(key, ran, locked.get(key)?.destinations ?? []))
  return {
    added: sortChanges(both.flatMap(({ added }) => added)),
    changed: sortChanges(both.flatMap(({ changed }) => changed)),
    stale: sortChanges([...both.flatMap(({ stale }) => stale), ...goneFiles(lock.files, seen, place)]),
  }
}

function compareFile(
  file: string,
  { destinations, whole }: SeenFile,
  locked: readonly LockedDestination[],
): LockChanges {
  const known = new Map(locked.map((entry) => [entry.destination, entry]))
  const connected = connectedHosts(known.keys())
  const reached = [...destinations].map(([destination, seen]): LockChange => ({ file, destination, ...seen }))
  return {
    added: reached.filter(({ destination }) => !known.has(destination) && !connected.has(destination)),
    changed: reached.filter((change) => differs(change, known.get(change.destination), whole)),
    stale: whole ? locked.filter(({ destination }) => !destinations.has(destination)).map(staleIn(file)) : [],
  }
}

/** A file that ran in part may not have used every rule and package of its entry. */
function differs(now: LockChange, before: LockedDestination | undefined, whole: boolean): boolean {
  if (before === undefined) return false
  const isNew = (list: readonly string[], known: readonly string[]): boolean =>
    list.some((text) => !known.includes(text)) || (whole && list.length !== known.length)
  return isNew(now.rules, before.rules) || isNew(now.packages, before.packages)
}

function goneFiles(files: readonly LockedFile[], seen: ReadonlyMap<string, SeenFile>, place: LockPlace): LockChange[] {
  const exists = place.exists ?? (() => true)
  const gone = files.filter(({ file }) => !seen.has(file) && !pathsOf(file).some(exists))
  return gone.flatMap(({ file, destinations }) => destinations.map(staleIn(file)))
}

function staleIn(file: string): (entry: LockedDestination) => LockChange {
  return (entry) => ({ file, ...entry, evidence: [] })
}

function sortChanges(changes: readonly LockChange[]): readonly LockChange[] {
  return changes.toSorted((a, b) => compareTexts(a.destination, b.destination) || compareTexts(a.file, b.file))
}
