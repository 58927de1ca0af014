import type { Evidence } from '../../evidence/record/evidence.ts'
import { allowLine } from '../../evidence/explain/allow-line.ts'
import { namedPackage } from '../../evidence/explain/chosen-name.ts'
import { readRuleText } from '../../policy/precedence/decided-by.ts'
import { compareTexts } from './compare-texts.ts'
import type { AttemptRecord, EvidenceFile } from './evidence-file.ts'
import { comparePlaces, compareRecords } from './format-evidence-file.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'

/** All attempts on one destination, which a report shows as one block. */
export interface DestinationGroup {
  /** The destination in the syntax of rules, as {@link nameDestination} returns it. */
  readonly destination: string
  /** How many attempts there were, of all outcomes. */
  readonly count: number
  /** How many attempts of each outcome. */
  readonly outcomes: Readonly<Record<Evidence['outcome'], number>>
  /** The tests, sorted by project, file and name. A file's own attempts only count in `files`. */
  readonly tests: readonly TestOfGroup[]
  /** The test files, sorted. */
  readonly files: readonly string[]
  /** The packages that the project chose and that led to the attempts, sorted by number of attempts. */
  readonly culprits: readonly CulpritOfGroup[]
  /** The texts of the rules that allowed or denied attempts, sorted. */
  readonly rules: readonly string[]
  /** The line to paste that allows the destination. Absent where nothing was blocked, or no rule can allow it. */
  readonly allow?: string
  /** The attempt to show first: a blocked one before an audited, a muted and an allowed one. */
  readonly first: AttemptRecord
  /** The records, sorted by project, file, test and time across all runs. */
  readonly records: readonly AttemptRecord[]
}

/** A test with attempts on the destination. */
export interface TestOfGroup {
  /** The name of the project, where the runner has several. */
  readonly project?: string
  /** The test file, relative to the root of the run. */
  readonly file?: string
  /** The full name of the test. */
  readonly test: string
  /** How many attempts the test made. */
  readonly count: number
}

/** A package with attempts on the destination. */
export interface CulpritOfGroup {
  /** The name of the package. */
  readonly name: string
  /** The installed versions, sorted. */
  readonly versions: readonly string[]
  /** How many attempts it led to. */
  readonly count: number
}

/**
 * Groups attempts by destination. Destinations with blocked attempts come first, then those with the most attempts.
 *
 * @param file the evidence, of one run or several
 */
export function groupDestinations({ attempts }: Pick<EvidenceFile, 'attempts'>): readonly DestinationGroup[] {
  const byName = new Map<string, AttemptRecord[]>()
  for (const record of attempts) {
    const name = nameDestination(record)
    const known = byName.get(name)
    if (known) known.push(record)
    else byName.set(name, [record])
  }
  const groups = [...byName].map(([destination, records]) => createGroup(destination, records))
  return groups.toSorted(
    (a, b) =>
      Math.sign(b.outcomes.blocked) - Math.sign(a.outcomes.blocked) ||
      Math.sign(b.outcomes.audited) - Math.sign(a.outcomes.audited) ||
      Math.sign(b.outcomes.muted) - Math.sign(a.outcomes.muted) ||
      b.count - a.count ||
      compareTexts(a.destination, b.destination),
  )
}

function createGroup(destination: string, unsorted: readonly AttemptRecord[]): DestinationGroup {
  const records = unsorted.toSorted(compareReported)
  const outcomes = { blocked: 0, audited: 0, muted: 0, allowed: 0 }
  for (const { outcome, count } of records) outcomes[outcome] += count
  const stopped = records.filter(({ outcome }) => outcome !== 'allowed')
  const first = firstOf(records, 'blocked') ?? firstOf(records, 'audited') ?? firstOf(records, 'muted') ?? records[0]
  if (first === undefined) throw new RangeError('A group has at least one record')
  const allow = stopped.map((record) => allowLine([{ scope: '', ...record }])).find((line) => line !== undefined)
  return {
    destination,
    count: Object.values(outcomes).reduce((sum, some) => sum + some, 0),
    outcomes,
    tests: testsOf(records),
    files: distinct(records.map(({ file }) => file)),
    culprits: culpritsOf(records),
    rules: distinct(records.map(ruleOf)),
    ...(allow !== undefined && { allow }),
    first,
    records,
  }
}

/** The rule of a record. The text for what cannot be guarded is not one. */
function ruleOf({ rule, reason }: AttemptRecord): string | undefined {
  return rule === undefined || readRuleText(rule, reason).kind === 'problem' ? undefined : rule
}

/** Compares what reports show, and runs last: their ids are random, and shards must be reported like the whole suite. */
function compareReported(a: AttemptRecord, b: AttemptRecord): number {
  return comparePlaces(a, b) || compareRecords(a, b)
}

function firstOf(records: readonly AttemptRecord[], outcome: Evidence['outcome']): AttemptRecord | undefined {
  return records.find((record) => record.outcome === outcome)
}

function testsOf(records: readonly AttemptRecord[]): readonly TestOfGroup[] {
  const tests = new Map<string, TestOfGroup>()
  for (const { project, file, test, count } of records) {
    if (test === undefined) continue
    const key = JSON.stringify([project ?? '', file ?? '', test])
    const before = tests.get(key)?.count ?? 0
    tests.set(key, {
      ...(project !== undefined && { project }),
      ...(file !== undefined && { file }),
      test,
      count: before + count,
    })
  }
  return [...tests].toSorted(([a], [b]) => compareTexts(a, b)).map(([, test]) => test)
}

function culpritsOf(records: readonly AttemptRecord[]): readonly CulpritOfGroup[] {
  const byName = new Map<string, { versions: Set<string>; count: number }>()
  for (const { culprit, count } of records) {
    if (culprit === undefined) continue
    const { name, version } = namedPackage(culprit)
    const known = byName.get(name) ?? { versions: new Set(), count: 0 }
    if (version !== undefined) known.versions.add(version)
    known.count += count
    byName.set(name, known)
  }
  return [...byName]
    .map(([name, { versions, count }]) => ({ name, versions: [...versions].toSorted(compareTexts), count }))
    .toSorted((a, b) => b.count - a.count || compareTexts(a.name, b.name))
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))].toSorted(compareTexts)
}
