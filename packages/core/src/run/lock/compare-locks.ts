import { compareTexts } from '../file/compare-texts.ts'
import { groupBy } from '../file/group-by.ts'
import type { Lock, LockedDestination, LockedFile } from './lock.ts'

/** A destination that a later lock lists differently, with the test files where it does. */
export interface LockedDifference extends LockedDestination {
  readonly files: readonly string[]
}

/** The differences between two locks. Lists are sorted. */
export interface LocksDiff {
  /** Destinations that no test file reached before. */
  readonly added: readonly LockedDifference[]
  /** Destinations that were known before, and are new in these test files. */
  readonly spread: readonly LockedDifference[]
  /** Destinations with a rule or a package that is new there. */
  readonly changed: readonly LockedDifference[]
  /** Destinations that these test files, perhaps all, no longer reach. */
  readonly removed: readonly LockedDifference[]
  /** Destinations that are newly blocked by `mute` rules. */
  readonly muted: readonly LockedDifference[]
  readonly unmuted: readonly LockedDifference[]
  /** Test files that are no longer guarded. */
  readonly unguarded: readonly string[]
  readonly guarded: readonly string[]
}

/** Compares two locks, for a review of the later one. */
export function compareLocks(before: Lock, after: Lock): LocksDiff {
  const [old, now] = [entriesOf(before.files), entriesOf(after.files)]
  const [oldMuted, nowMuted] = [entriesOf(before.muted), entriesOf(after.muted)]
  const known = new Set([...old.values()].map(({ destination }) => destination))
  const appeared = without(now, old)
  return {
    added: join(appeared.filter(({ destination }) => !known.has(destination))),
    spread: join(appeared.filter(({ destination }) => known.has(destination))),
    changed: join([...now].flatMap(([key, entry]) => news(entry, old.get(key)))),
    removed: join(without(old, now)),
    muted: join(without(nowMuted, oldMuted)),
    unmuted: join(without(oldMuted, nowMuted)),
    unguarded: difference(after.unguarded, before.unguarded),
    guarded: difference(before.unguarded, after.unguarded),
  }
}

interface Entry extends LockedDestination {
  readonly file: string
}

function entriesOf(files: readonly LockedFile[] = []): ReadonlyMap<string, Entry> {
  const entries = files.flatMap(({ file, destinations }) => destinations.map((entry) => ({ ...entry, file })))
  return new Map(entries.map((entry) => [`${entry.file}\n${entry.destination}`, entry]))
}

function without(some: ReadonlyMap<string, Entry>, others: ReadonlyMap<string, Entry>): readonly Entry[] {
  return [...some].flatMap(([key, entry]) => (others.has(key) ? [] : [entry]))
}

/** What an entry has that it did not have before. A rule or a package that is gone allows nothing more. */
function news(entry: Entry, before: Entry | undefined): readonly Entry[] {
  if (before === undefined) return []
  const rules = difference(entry.rules, before.rules)
  const packages = difference(entry.packages, before.packages)
  return rules.length + packages.length === 0 ? [] : [{ ...entry, rules, packages }]
}

function join(entries: readonly Entry[]): readonly LockedDifference[] {
  const groups = groupBy(entries, ({ destination }) => destination)
  return [...groups]
    .map(([destination, group]) => ({
      destination,
      rules: sorted(group.flatMap(({ rules }) => rules)),
      packages: sorted(group.flatMap(({ packages }) => packages)),
      files: sorted(group.map(({ file }) => file)),
    }))
    .toSorted((a, b) => compareTexts(a.destination, b.destination))
}

function difference(some: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  return sorted(some.filter((text) => !others.includes(text)))
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareTexts)
}
