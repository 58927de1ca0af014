import type { Attempt, AttemptedProgram } from '../attempt/attempt.ts'
import type { Circumstances } from '../rules/terms.ts'
import { byOption } from './by-option.ts'
import { matchFirst } from './match-lists.ts'
import type { Policy } from './policy.ts'
import type { Verdict } from './verdict.ts'
import { allowBy, blockFor } from './verdicts.ts'

/** The verdict on the start of a program. */
export function judgeProgram(
  { subprocess, mode, allow, verdicts }: Policy,
  attempt: Attempt,
  program: AttemptedProgram,
  now?: Circumstances,
): Verdict {
  if (subprocess === 'allow') return byOption.subprocess.allow
  const named = (file: string): string | undefined =>
    matchFirst(allow, 'match', { ...attempt, program: { ...program, file } }, now)
  const whole = named(program.file)
  if (whole !== undefined) return allowBy(verdicts, whole)
  // In audit there is nothing to keep in: what would need a namespace is seen by its start.
  if (subprocess === 'isolate' && mode === 'block') return byOption.isolated
  if (subprocess === 'block' || (program.foreign ?? [program.file]).some((file) => named(file) === undefined)) {
    return blockFor(verdicts, 'program-not-allowed')
  }
  return subprocess === 'isolate' ? byOption.isolated : byOption.subprocess[subprocess]
}
