import type { AttemptRecord } from '../file/evidence-file.ts'

/** The version of the lock format that this release writes. */
export const lockfileVersion = 1

/** The default path of the lock, relative to the root of the project. */
export const lockPath = 'egress.lock.json'

/**
 * What each test file may reach: the content of `egress.lock.json`.
 *
 * Sorted by code units. A list and not an object, so that no name of a file or a host has a meaning in JavaScript.
 * Files that reach nothing are left out.
 */
export interface Lock {
  /** The test files with what they reach. */
  readonly files: readonly LockedFile[]
  /** The test files with what `mute` rules block there. Left out where there are none. */
  readonly muted?: readonly LockedFile[]
  /** The test files that ran without the guard, so that what they reach is unknown. Left out where there are none. */
  readonly unguarded?: readonly string[]
}

/** The destinations of one test file. */
export interface LockedFile {
  /** The file's path from the lock's folder, with forward slashes. Where the runner has projects, it begins with `<project> › `. */
  readonly file: string
  /** Its destinations, sorted. */
  readonly destinations: readonly LockedDestination[]
}

/** One destination, with the rules that allowed it and the packages that reached it. */
export interface LockedDestination {
  /** `host:port`, a host alone for a DNS lookup, `unix:<path>` or `exec:<program>`. */
  readonly destination: string
  /** The texts of the rules, sorted. */
  readonly rules: readonly string[]
  /** The packages outside the project, without versions, so that an update which reaches nothing new leaves the lock unchanged. */
  readonly packages: readonly string[]
}

/** One difference between a lock and what a run reached. */
export interface LockChange extends LockedDestination {
  /** The test file, as the lock names it. */
  readonly file: string
  /** The attempts there. Empty for a stale entry, and where only rules or packages are missing. */
  readonly evidence: readonly AttemptRecord[]
}

/** The differences between a run and its lock. Only files that ran as a whole can have stale entries. */
export interface LockChanges {
  /** Destinations that were reached and are not in the lock. */
  readonly added: readonly LockChange[]
  /** Destinations of the lock that were reached by another rule or package. They never fail a run, and the next update fixes them. */
  readonly changed: readonly LockChange[]
  /** Destinations of the lock that were not reached. */
  readonly stale: readonly LockChange[]
}

/** Where a lock is, which its text does not contain. */
export interface LockPlace {
  /**
   * The folder of the lock, relative to the root of the repository. Default: the root that all runs share, or that of
   * the repository where they differ.
   */
  readonly root?: string
  /** Whether a test file still exists, by its path from the lock's folder. Default: all exist. */
  readonly exists?: (path: string) => boolean
}

/** A lock without entries, for a project that has none yet. */
export const emptyLock: Lock = { files: [] }
