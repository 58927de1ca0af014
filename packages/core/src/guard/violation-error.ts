import { EgressViolationError } from '../errors/egress-violation-error.ts'
import { toJson } from '../evidence/to-json.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { FormatOptions } from '../report/format-violation.ts'
import { formatViolations } from '../report/format-summary.ts'

/** The error that a test, or the caller of `noEgress`, gets for what was blocked. */
export function violationError(
  evidence: readonly Evidence[],
  options: FormatOptions,
  cause?: unknown,
): EgressViolationError {
  return new EgressViolationError(formatViolations(evidence, options), evidence.map(toJson), cause)
}
