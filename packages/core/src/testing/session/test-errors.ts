import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { EgressViolationError, type ViolationText } from '../../evidence/errors/egress-violation-error.ts'
import { pathText } from '../../evidence/redact/path-text.ts'
import { formatBrief } from '../../evidence/explain/format-brief.ts'
import { formatGroup } from '../../evidence/explain/format-violation.ts'
import { groupKey, type ViolationGroup } from '../../evidence/explain/group-violations.ts'
import type { Mocks } from '../../evidence/explain/mock-line.ts'
import { printable } from '../../evidence/redact/printable.ts'
import { describeError } from '../../guard/judging/violation-error.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import type { Explained } from './explained.ts'

/** Reads the settled entries of one scope. */
export interface TestErrors {
  /** The violations as errors. The same destination has the same error object at every call. */
  errors(entries: readonly Entry[]): readonly Error[]
  evidence(entries: readonly Entry[]): readonly Evidence[]
}

/** How errors are written: paths are relative to `cwd`. */
export interface ErrorPlace {
  readonly cwd: string
  readonly explained: Explained
  /** Reads the entries of the scope. */
  readonly read: (entry: Entry) => Evidence
  /** Called when there is something to report. */
  readonly mocks: () => Mocks
}

/** The error for the violations of one destination, over all retries of a test. */
interface Reported {
  /** How many attempts the error counts. */
  count: number
  error?: EgressViolationError
}

/** Errors of a scope, whose ledger only grows. */
export function createTestErrors(scope: Scope, place: ErrorPlace): TestErrors {
  const report = createReporting(scope, place)
  return {
    errors: (entries) => report(entries.filter(({ outcome }) => outcome === 'blocked')),
    evidence: (entries) => entries.map(place.read),
  }
}

/** Returns the errors for blocked attempts. The same destination has the same error object at every call. */
type Reporting = (blocked: readonly Entry[]) => readonly Error[]

function createReporting(scope: Scope, place: ErrorPlace): Reporting {
  const reported = new Map<string, Reported>()
  const keys = new WeakMap<Entry, string>()
  const keyOf = (entry: Entry): string => {
    const key = keys.get(entry) ?? groupKey(place.read(entry))
    keys.set(entry, key)
    return key
  }
  return (blocked) => {
    const groups = new Map<string, Entry[]>()
    for (const entry of blocked) {
      const group = groups.get(keyOf(entry))
      if (group) group.push(entry)
      else groups.set(keyOf(entry), [entry])
    }
    return [...groups].flatMap(([key, entries]) => {
      const known = reported.get(key) ?? { count: 0 }
      reported.set(key, known)
      return errorOf(known, entries, scope, place) ?? []
    })
  }
}

function errorOf(known: Reported, entries: readonly Entry[], scope: Scope, place: ErrorPlace): Error | undefined {
  const count = entries.reduce((sum, entry) => sum + entry.count, 0)
  if (known.error !== undefined && known.count === count) return known.error
  known.count = count
  const [first, ...others] = entries.map(place.read)
  if (first === undefined) return undefined
  known.error ??= new EgressViolationError('', [])
  return describeError(known.error, describe([first, ...others], scope, place))
}

function describe(group: ViolationGroup, scope: Scope, { cwd, explained, mocks }: ErrorPlace): ViolationText {
  const explainedIn = explained.by(group[0], placeOf(scope, cwd))
  const isBrief = explainedIn !== undefined
  const text = isBrief ? formatBrief(group, explainedIn, { cwd }) : formatGroup(group, { cwd, mocks: mocks() })
  return { text, violations: group, isBrief }
}

function placeOf({ name, file = name }: Scope, cwd: string): string {
  return name === file ? pathText(file, cwd) : `'${printable(name)}' in ${pathText(file, cwd)}`
}
