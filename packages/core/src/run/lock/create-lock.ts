import { compareTexts } from '../file/compare-texts.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { collectFiles, type SeenFile } from './collect-files.ts'
import { emptyLock, type Lock, type LockedDestination, type LockedFile, type LockPlace } from './lock.ts'
import { pathsOf } from './file-key.ts'

/**
 * Creates the lock of what a run reached, based on the previous one.
 *
 * A file that ran as a whole is replaced. A file of which only some tests ran gets what is new and keeps the rest. A
 * file that did not run keeps its entries, unless it no longer exists. The order of the evidence does not matter.
 *
 * @param file the evidence of the run
 * @param previous the lock to base it on. Default: an empty one.
 * @param place the lock's folder, where it is not the root of the run
 */
export function createLock(file: EvidenceFile, previous: Lock = emptyLock, place: LockPlace = {}): Lock {
  const seen = collectFiles(file, place.root)
  const files = joinFiles(seen, previous.files, place)
  const muted = joinFiles(collectFiles(file, place.root, 'muted'), previous.muted ?? [], place)
  const unguarded = joinUnguarded(seen, previous.unguarded ?? [], place)
  return { files, ...(muted.length > 0 && { muted }), ...(unguarded.length > 0 && { unguarded }) }
}

type Seen = ReadonlyMap<string, SeenFile>

function joinUnguarded(seen: Seen, previous: readonly string[], place: LockPlace): readonly string[] {
  const kept = previous.filter((key) => !seen.has(key) && isThere(key, place))
  const now = [...seen].flatMap(([key, { unguarded }]) => (unguarded ? [key] : []))
  return union(kept, now)
}

function isThere(key: string, { exists = () => true }: LockPlace): boolean {
  return pathsOf(key).some(exists)
}

function joinFiles(seen: Seen, previous: readonly LockedFile[], place: LockPlace): readonly LockedFile[] {
  const before = new Map(previous.map((locked) => [locked.file, locked]))
  const kept = previous.filter((locked) => !seen.has(locked.file) && isThere(locked.file, place))
  const now = [...seen].map(([key, ran]) => joined(key, ran, before.get(key)))
  const files = [...kept, ...now].filter(({ destinations }) => destinations.length > 0)
  return files.toSorted((a, b) => compareTexts(a.file, b.file))
}

function joined(file: string, { destinations, whole }: SeenFile, before: LockedFile | undefined): LockedFile {
  const known = whole ? [] : (before?.destinations ?? [])
  const names = [...new Set([...destinations.keys(), ...known.map(({ destination }) => destination)])].toSorted(
    compareTexts,
  )
  const listed = names.map((destination): LockedDestination => {
    const old = known.find((entry) => entry.destination === destination)
    const now = destinations.get(destination)
    return {
      destination,
      rules: union(now?.rules ?? [], old?.rules ?? []),
      packages: union(now?.packages ?? [], old?.packages ?? []),
    }
  })
  return { file, destinations: listed }
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].toSorted(compareTexts)
}
