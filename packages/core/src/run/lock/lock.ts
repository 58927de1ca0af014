import type { AttemptRecord } from '../file/evidence-file.ts'

/** The version of the lock's form that this release writes. */
export const lockfileVersion = 1

/** Where the lock lies, unless a reporter is told another place: in the root of the project. */
export const lockPath = 'egress.lock.json'

/**
 * What each test file may be seen to reach: the content of `egress.lock.json`.
 *
 * Sorted by code units, and a list rather than an object, so that no name of a file or a host means anything to JavaScript.
 * A file that reaches nothing is not in it.
 */
export interface Lock {
  readonly files: readonly LockedFile[]
  /** What is blocked by `mute` rules and fails nothing, by test file; nothing is let out there. Left out where there is none. */
  readonly muted?: readonly LockedFile[]
  /** Test files that ran without the guard, so what they reach is unknown. Left out where there is none. */
  readonly unguarded?: readonly string[]
}

/** The destinations of one test file. */
export interface LockedFile {
  /** The file's path from the lock's folder, with forward slashes; behind `<project> › ` where the runner has projects. */
  readonly file: string
  readonly destinations: readonly LockedDestination[]
}

/** One destination, by which rules it was let through, and which packages outside the project went there. */
export interface LockedDestination {
  /** `host:port`, a host that was only looked up, `unix:<path>`, `exec:<program>`. */
  readonly destination: string
  readonly rules: readonly string[]
  /** Without versions: an update that reaches nothing new does not change the lock. */
  readonly packages: readonly string[]
}

/** One difference between a lock and what a run reached. */
export interface LockChange extends LockedDestination {
  readonly file: string
  /** What was reached there; empty for a stale entry, and where only what is no longer seen differs. */
  readonly evidence: readonly AttemptRecord[]
}

/** How a run differs from its lock. Only files that ran whole can have stale entries. */
export interface LockChanges {
  /** Reached, and not in the lock. */
  readonly added: readonly LockChange[]
  /** In the lock already, but by another rule or another package: never a reason to fail, and mended by the next update. */
  readonly changed: readonly LockChange[]
  /** In the lock, and not reached any more. */
  readonly stale: readonly LockChange[]
}

/** What a lock cannot know of its place. */
export interface LockPlace {
  /**
   * The folder the lock lies in, relative to the root of the repository. Left out, it is the root that all runs share, or
   * that of the repository where they differ.
   */
  readonly root?: string
  /** Whether a test file is still there, by its path from the lock's folder; left out, all of them are. */
  readonly exists?: (path: string) => boolean
}

/** A lock in which nothing is listed: where none was written yet. */
export const emptyLock: Lock = { files: [] }
