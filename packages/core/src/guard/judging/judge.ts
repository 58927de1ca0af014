import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Policy } from '../../policy/precedence/policy.ts'
import { decide, judgeUnguarded } from '../../policy/precedence/precedence.ts'
import type { Verdict } from '../../policy/precedence/verdict.ts'
import { cannotGuard } from '../../policy/precedence/verdicts.ts'
import type { Engine } from '../engine/engine.ts'
import type { Scope } from '../scope/scope.ts'
import { changedForGood } from '../node/originals.ts'
import type { Circumstances } from '../../policy/rules/terms.ts'
import { circumstancesOf, expiresSoon } from '../scope/circumstances.ts'
import { completeAttempt } from './complete-attempt.ts'
import type { Judgement } from './judgement.ts'
import { keepsAllowed } from './keeps-allowed.ts'
import { keepSteady, steadyJudgement } from './steady-judgements.ts'

/** Judges an attempt by the policy of a scope. Later gates reuse the judgement while `holds` is true. */
export function judge(
  engine: Engine,
  scope: Scope,
  asked: Attempt,
  circumstances: Circumstances = noCaller,
): Judgement {
  const { policy } = scope
  const changed = changedForGood()
  const steady = changed === undefined ? steadyJudgement(scope, asked) : undefined
  if (steady !== undefined) return steady
  const attempt = completeAttempt(engine, scope, asked)
  const verdict =
    changed === undefined
      ? verdictOn(policy, attempt, circumstances)
      : judgeUnguarded(policy, `the program has changed ${changed}, which the guard relies on, for good`)
  const isRecorded = verdict.outcome === 'block' || keepsAllowed(scope, attempt, verdict.by) || expiresSoon(verdict.by)
  const judgement = { asked, attempt, policy, verdict, isRecorded }
  keepSteady(scope, judgement)
  return judgement
}

/** For attempts that no JavaScript of this process makes. */
const noCaller = circumstancesOf(() => undefined)

/** A user's predicate that throws blocks the attempt. Its error fails the test, and not the code under test. */
function verdictOn(policy: Policy, attempt: Attempt, circumstances: Circumstances): Verdict {
  try {
    return decide(policy, attempt, circumstances)
  } catch (error) {
    return cannotGuard(error instanceof Error ? error.message : String(error))
  }
}
