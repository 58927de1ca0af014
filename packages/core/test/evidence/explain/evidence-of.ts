import { describeAttempt } from '../../../src/evidence/redact/describe-attempt.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { Evidence } from '../../../src/evidence/record/evidence.ts'

/** Evidence of a blocked attempt, as the guard keeps it. */
export function evidenceOf(attempt: Partial<Attempt>, rest: Partial<Evidence> = {}): Evidence {
  return {
    outcome: 'blocked',
    reason: 'not-allowed',
    scope: 'weather tool > reports the forecast',
    phase: 'test',
    stack: [],
    count: 1,
    ...describeAttempt({ channel: 'tcp', raw: '', ...attempt }),
    ...rest,
  }
}
