import {
  EgressViolationError,
  extendViolationError,
  type ViolationText,
} from '../../evidence/errors/egress-violation-error.ts'
import { toJson } from '../../evidence/record/to-json.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import type { FormatOptions } from '../../evidence/explain/format-violation.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'

/** The error for a test, or for the caller of `noEgress`, about blocked attempts. */
export function violationError(
  evidence: readonly Evidence[],
  options: FormatOptions,
  cause?: unknown,
): EgressViolationError {
  return new EgressViolationError(formatViolations(evidence, options), evidence.map(toJson), cause)
}

/** Gives the error of a test another text: that of all its violations of one destination. */
export function describeError(error: EgressViolationError, described: ViolationText): EgressViolationError {
  extendViolationError(error, { ...described, violations: described.violations.map(toJson) })
  return error
}
