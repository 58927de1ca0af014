import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'
import type { ViolationGroup } from './group-violations.ts'
import { programRules } from './program-rules.ts'
import { quote } from './quote.ts'
import { suggestAllow } from './suggest-allow.ts'

/** Past this many, a line is no line any more. */
const SHOWN = 3

/** The line to paste that allows attempts on one destination: at the head of a test file, or where a comment cannot say it, as an option. */
export function allowLine(group: ViolationGroup, origin: RuleOrigin = 'docblock'): string | undefined {
  return ruleLine('allow', group, origin)
}

/** The line to paste that keeps telemetry blocked without failing the test; for anything else, a failure is what one wants to see. */
export function muteLine(group: ViolationGroup, origin: RuleOrigin = 'docblock'): string | undefined {
  // A matcher has a list of its own, which nothing mutes.
  return origin !== 'matcher' && findSender(group[0])?.kind === 'telemetry'
    ? ruleLine('mute', group, origin)
    : undefined
}

/** Where a rule would be added. */
type RuleOrigin = 'docblock' | 'call' | 'matcher'

function ruleLine(option: 'allow' | 'mute', group: readonly Evidence[], origin: RuleOrigin): string | undefined {
  const rules = [...new Set(group.flatMap(allowRules))]
  if (rules.length === 0) return undefined
  const shown = rules.slice(0, SHOWN)
  const rest = rules.length - shown.length
  const more = rest > 0 ? `   (and ${rest} more)` : ''
  if (origin === 'matcher') return `.not.toEgress([${shown.map(quote).join(', ')}])${more}`
  const needsOption = origin === 'call' || shown.some((rule) => /[\s,]/.test(rule))
  const line = needsOption
    ? `${option}: [${shown.map(quote).join(', ')}]`
    : `// @agentguard ${option}=${shown.join(',')}`
  return `${line}${more}`
}

/** The rules that would allow an attempt, or mute it; none where none can. */
export function allowRules(evidence: Evidence): readonly string[] {
  const rule = suggestAllow(evidence)
  return rule === undefined ? programRules(evidence) : [rule]
}
