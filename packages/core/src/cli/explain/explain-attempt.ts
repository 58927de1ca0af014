import type { Attempt } from '../../policy/attempt/attempt.ts'
import { describeAttempt } from '../../evidence/redact/describe-attempt.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { type Circumstances, hasTerms } from '../../policy/rules/terms.ts'
import { today } from '../../guard/scope/circumstances.ts'
import type { RuleInput } from '../../policy/rules/rule-input.ts'
import { reasonText } from '../../evidence/redact/redact-reason.ts'
import type { RuleListName } from '../../policy/options/egress-options.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import { decide, precedence } from '../../policy/precedence/precedence.ts'
import { outcomeOf, type Verdict } from '../../policy/precedence/verdict.ts'
import { allowLine } from '../../evidence/explain/allow-line.ts'
import { describeTarget } from '../../evidence/explain/describe-target.ts'
import { explainReason } from '../../evidence/explain/explain-reason.ts'
import { quietLine } from '../../evidence/explain/quiet-line.ts'
import { joinLevels, type Level } from '../../testing/config/level.ts'

/** The verdict on an attempt, in words. */
export interface Explanation {
  readonly outcome: Evidence['outcome']
  readonly text: string
  /** The same as JSON. */
  readonly verdict: Readonly<Record<string, string | readonly string[]>>
}

/** Judges an attempt by the policy that levels form together, as a test would, and explains what decided. */
export function explainAttempt(attempt: Attempt, levels: readonly Level[], by: readonly string[] = []): Explanation {
  const policy = joinLevels(levels)
  const now: Circumstances = { packages: () => by, today }
  const verdict = decide(policy, attempt, now)
  const evidence = evidenceOf(attempt, verdict)
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['rule', evidence.rule],
    ['from', levelOf(verdict, attempt, levels, now)],
    ['because', precedence.find((row) => row.judge(policy, attempt, now) !== undefined)?.says],
    ['reason', evidence.outcome === 'allowed' ? undefined : explainReason(evidence)],
    ['quiet', quietLine(evidence)],
    ['allow', evidence.outcome === 'allowed' ? undefined : allowLine([evidence])],
  ]
  const shown = rows.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]))
  const asked = levels.map(({ name }) => name)
  const lines = [...shown, ['asked', asked.join(', ')] as const].map(([label, text]) => `  ${label.padEnd(9)}${text}`)
  return {
    outcome: evidence.outcome,
    text: [`${words[evidence.outcome]}: ${describeTarget(evidence)}`, ...lines].join('\n'),
    verdict: { outcome: evidence.outcome, target: describeTarget(evidence), ...Object.fromEntries(shown), asked },
  }
}

const words: Readonly<Record<Evidence['outcome'], string>> = {
  allowed: 'Allowed',
  audited: 'Let through and recorded (mode: audit)',
  blocked: 'Blocked',
  muted: 'Blocked and muted',
}

function evidenceOf(attempt: Attempt, verdict: Verdict): Evidence {
  return {
    outcome: outcomeOf(verdict),
    scope: 'agentguard explain',
    phase: 'run',
    stack: [],
    count: 1,
    ...describeAttempt(attempt),
    ...(verdict.outcome === 'block' && { reason: verdict.reason }),
    ...(verdict.by && { rule: reasonText(verdict.by) }),
  }
}

/** The level that contains the deciding rule. For an option such as `loopback: any`, the last level that sets it. */
function levelOf(verdict: Verdict, attempt: Attempt, levels: readonly Level[], now: Circumstances): string | undefined {
  const { by } = verdict
  if (by?.kind === 'rule') {
    const key = listOf(verdict)
    const named = levels.find(({ options, name }) => {
      const list = createAllowlist(toList(options[key]), name, key)
      return [
        list.match(attempt, now),
        list.matchDenied(attempt),
        list.matchConnection(attempt),
        list.matchExpired(attempt, now),
      ].includes(by.text)
    })
    return named && `${key} in ${named.name}`
  }
  const option = by && optionOf(by)
  if (option === undefined) return undefined
  const setter = levels.findLast(({ options }) => Object.hasOwn(options, option))
  return setter ? setter.name : 'the default'
}

function listOf(verdict: Verdict): RuleListName {
  if (verdict.outcome === 'allow') return 'allow'
  if (verdict.softened === 'muted') return 'mute'
  return verdict.reason === 'denied' ? 'deny' : 'allow'
}

function optionOf(by: DecidedBy): string | undefined {
  if (by.kind === 'option') return by.option
  return by.kind === 'own' ? 'loopback' : by.kind === 'isolated' ? 'subprocess' : undefined
}

function toList(rules: RuleInput | readonly RuleInput[] | undefined): readonly RuleInput[] {
  if (rules === undefined) return []
  const isOne = typeof rules === 'string' || typeof rules === 'function' || rules instanceof RegExp || hasTerms(rules)
  return isOne ? [rules] : rules
}
