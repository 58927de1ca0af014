import type { Attempt, AttemptedProgram } from '../attempt/attempt.ts'
import type { Circumstances } from '../rules/terms.ts'
import { byOption } from './by-option.ts'
import { matchExpired, matchFirst } from './match-lists.ts'
import type { Policy } from './policy.ts'
import type { Verdict } from './verdict.ts'
import { allowBy, blockFor } from './verdicts.ts'

/** The verdict on the start of a program. */
export function judgeProgram(
  policy: Policy,
  attempt: Attempt,
  program: AttemptedProgram,
  now?: Circumstances,
): Verdict {
  const { subprocess, mode, allow, verdicts } = policy
  if (subprocess === 'allow') return byOption.subprocess.allow
  const named = (file: string): string | undefined =>
    matchFirst(allow, 'match', { ...attempt, program: { ...program, file } }, now)
  const whole = named(program.file)
  if (whole !== undefined) return allowBy(verdicts, whole)
  // In audit mode nothing is isolated. The start of the program is recorded instead.
  if (subprocess === 'isolate' && mode === 'block') return byOption.isolated
  const parts = program.foreign ?? [program.file]
  const missing = parts.filter((file) => named(file) === undefined)
  if (subprocess === 'block' || missing.length > 0) {
    const expired = expiredRule(policy, attempt, program, subprocess === 'block' ? [program.file] : missing, now)
    return expired === undefined
      ? blockFor(verdicts, 'program-not-allowed')
      : blockFor(verdicts, 'rule-expired', expired)
  }
  return subprocess === 'isolate' ? byOption.isolated : byOption.subprocess[subprocess]
}

/** The first expired rule, if the allow rules and the expired ones together name every part. */
function expiredRule(
  policy: Policy,
  attempt: Attempt,
  program: AttemptedProgram,
  parts: readonly string[],
  now?: Circumstances,
): string | undefined {
  const rules = [...new Set([program.file, ...parts])].map((file) => ({
    file,
    rule: matchExpired(policy, { ...attempt, program: { ...program, file } }, now),
  }))
  const whole = rules.find(({ file }) => file === program.file)?.rule
  if (whole !== undefined) return whole
  const ofParts = rules.filter(({ file }) => parts.includes(file))
  return ofParts.every(({ rule }) => rule !== undefined) ? ofParts[0]?.rule : undefined
}
