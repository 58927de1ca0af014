import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { collectAttempts } from '../../guard/children/collect-attempts.ts'
import { engine } from '../../guard/engine/engine.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { violationError } from '../../guard/judging/violation-error.ts'
import type { FormatOptions } from '../../evidence/explain/format-violation.ts'
import type { Scope } from '../../guard/scope/scope.ts'

/** The violations of one scope as errors, the same object for the same violation on every reading. */
export interface TestErrors {
  errors(): readonly Error[]
  evidence(): readonly Evidence[]
}

/** Reads a scope's ledger; a ledger only grows, so errors made once stay. */
export function createTestErrors(scope: Scope, format: FormatOptions): TestErrors {
  const made = new Map<Entry, Error>()
  const errorOf = (entry: Entry): Error => {
    const known = made.get(entry)
    if (known) return known
    const error = violationError([readEntry(entry)], format)
    made.set(entry, error)
    return error
  }
  const entries = (): readonly Entry[] => {
    collectAttempts(engine())
    return scope.ledger.entries
  }
  return {
    errors: () =>
      entries()
        .filter(({ outcome }) => outcome === 'blocked')
        .map(errorOf),
    evidence: () => entries().map(readEntry),
  }
}
