import { compareTexts } from '../file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile, Run } from '../file/evidence-file.ts'
import { fileKey, fromLock } from './file-key.ts'
import { lockedDestinations, lockedRule } from './locked-destinations.ts'

/** Which attempts to collect: those that got out, or those that are blocked and muted. */
export type Collected = 'reached' | 'muted'

/** What one test file reached in all runs of the evidence, and whether one of them ran it as a whole. */
export interface SeenFile {
  readonly whole: boolean
  /** Whether one of the runs did not guard it. */
  readonly unguarded: boolean
  readonly destinations: ReadonlyMap<string, SeenDestination>
}

/** One destination of a file. Lists are sorted. */
export interface SeenDestination {
  readonly rules: readonly string[]
  readonly packages: readonly string[]
  readonly evidence: readonly AttemptRecord[]
}

/** The test files of the evidence by their names in a lock. Joined shards and several runs count as one. */
export function collectFiles(
  file: EvidenceFile,
  root: string = sharedRoot(file.runs),
  collected: Collected = 'reached',
): ReadonlyMap<string, SeenFile> {
  const runs = new Map(file.runs.map((run) => [run.id, run]))
  const drafts = new Map<string, Draft>()
  for (const run of file.runs) {
    for (const record of run.testFiles) {
      const ran = draftOf(drafts, fileKey(record.project, fromLock(record.file, run.root, root)))
      ran.whole ||= record.whole
      ran.unguarded ||= record.unguarded !== undefined
    }
  }
  for (const record of file.attempts) {
    const path = record.file === undefined ? undefined : fromLock(record.file, runs.get(record.run)?.root ?? '', root)
    const { destinations } = draftOf(drafts, fileKey(record.project, path))
    if ((record.outcome === 'muted') !== (collected === 'muted')) continue
    for (const destination of lockedDestinations(record)) {
      const records = destinations.get(destination)
      if (records === undefined) destinations.set(destination, [record])
      else records.push(record)
    }
  }
  return new Map([...drafts].map(([key, draft]) => [key, finish(draft)]))
}

interface Draft {
  whole: boolean
  unguarded: boolean
  readonly destinations: Map<string, AttemptRecord[]>
}

function draftOf(drafts: Map<string, Draft>, key: string): Draft {
  const known = drafts.get(key)
  if (known !== undefined) return known
  const made: Draft = { whole: false, unguarded: false, destinations: new Map() }
  drafts.set(key, made)
  return made
}

function finish({ whole, unguarded, destinations }: Draft): SeenFile {
  const connected = connectedHosts(destinations.keys())
  const seen = [...destinations].filter(([name]) => !connected.has(name))
  return {
    whole,
    unguarded,
    destinations: new Map(seen.map(([name, records]) => [name, seenDestination(name, records)])),
  }
}

function seenDestination(name: string, records: readonly AttemptRecord[]): SeenDestination {
  return {
    rules: sorted(records.map((record) => (lockedRule(record) === 'exec:' ? name : lockedRule(record)))),
    packages: sorted(records.flatMap(({ culprit }) => culprit?.name ?? [])),
    evidence: records,
  }
}

/**
 * The hosts for which a connection is listed. A DNS lookup of one is not listed separately, since it only happens while
 * the answer is not cached.
 */
export function connectedHosts(destinations: Iterable<string>): ReadonlySet<string> {
  return new Set([...destinations].flatMap((text) => /^([^:]+):(?:\d+|\*)$/.exec(text)?.[1] ?? []))
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareTexts)
}

function sharedRoot(runs: readonly Run[]): string {
  const roots = new Set(runs.map((run) => run.root))
  const [root = ''] = roots
  return roots.size === 1 ? root : ''
}
