import { isEgressViolationError } from '../../evidence/errors/egress-violation-error.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'

/** The evidence in the errors of a test file. Other errors have none. */
export function violationsOf(errors: readonly Error[]): readonly Evidence[] {
  return errors.flatMap((error) => (isEgressViolationError(error) ? error.violations : []))
}
