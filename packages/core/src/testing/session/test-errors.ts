import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { EgressViolationError, type ViolationText } from '../../evidence/errors/egress-violation-error.ts'
import { pathText } from '../../evidence/redact/path-text.ts'
import { formatBrief } from '../../evidence/explain/format-brief.ts'
import { formatGroup } from '../../evidence/explain/format-violation.ts'
import { groupKey, type ViolationGroup } from '../../evidence/explain/group-violations.ts'
import type { Mocks } from '../../evidence/explain/mock-line.ts'
import { printable } from '../../evidence/redact/printable.ts'
import { collectAttempts } from '../../guard/children/collect-attempts.ts'
import { engine } from '../../guard/engine/engine.ts'
import { describeError } from '../../guard/judging/violation-error.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import type { Explained } from './explained.ts'

/** The violations of one scope as errors, the same object for the same destination on every reading. */
export interface TestErrors {
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
}

/** Where errors are read: paths are relative to `cwd`. */
export interface ErrorPlace {
  readonly cwd: string
  readonly explained: Explained
  /** Reads the entries of the scope. */
  readonly read: (entry: Entry) => Evidence
  /** Asked for when there is something to report. */
  readonly mocks: () => Mocks
}

/** The violations of one destination, of all tries of a test, and the error that reports them. */
interface Group {
  readonly entries: Entry[]
  /** How many attempts the error counts. */
  count: number
  error?: EgressViolationError
}

/** Reads a scope's ledger; a ledger only grows, and so do its errors: each holds all that came of its destination. */
export function createTestErrors(scope: Scope, place: ErrorPlace): TestErrors {
  const groups = new Map<string, Group>()
  const grouped = new Set<Entry>()
  const entries = (): readonly Entry[] => {
    collectAttempts(engine())
    return scope.ledger.entries
  }
  const group = (entry: Entry): void => {
    if (grouped.has(entry) || entry.outcome !== 'blocked') return
    grouped.add(entry)
    const key = groupKey(place.read(entry))
    const known = groups.get(key)
    if (known) known.entries.push(entry)
    else groups.set(key, { entries: [entry], count: 0 })
  }
  return {
    errors: () => {
      for (const entry of entries()) group(entry)
      return [...groups.values()].flatMap((one) => errorOf(one, scope, place) ?? [])
    },
    evidence: () => entries().map(place.read),
  }
}

function errorOf(group: Group, scope: Scope, place: ErrorPlace): Error | undefined {
  const count = group.entries.reduce((sum, entry) => sum + entry.count, 0)
  if (group.error !== undefined && group.count === count) return group.error
  group.count = count
  const [first, ...others] = group.entries.map(place.read)
  if (first === undefined) return undefined
  group.error ??= new EgressViolationError('', [])
  return describeError(group.error, describe([first, ...others], scope, place))
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
