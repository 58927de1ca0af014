import type { Evidence } from '../record/evidence.ts'
import { findSender } from '../senders/find-sender.ts'
import type { ViolationGroup } from './group-violations.ts'
import { programRules } from './program-rules.ts'
import { quote } from './quote.ts'
import { suggestAllow } from './suggest-allow.ts'

/** With more rules than this, a line is too long to read. */
const SHOWN = 3

/**
 * The line to paste that allows attempts on one destination: a docblock line for the test file or, where a comment
 * cannot express it, an option.
 */
export function allowLine(group: ViolationGroup, origin: RuleOrigin = 'docblock'): string | undefined {
  return ruleLine('allow', group, origin)
}

/** The same with the place where it belongs, for a reader who has never seen such a line. */
export function placedAllowLine(group: ViolationGroup, origin: RuleOrigin = 'docblock'): string | undefined {
  const line = allowLine(group, origin)
  if (line === undefined || origin === 'matcher' || origin === 'run') return line
  if (line.startsWith('//')) return `${line}   (at the top of the file)`
  return `${line}   (${origin === 'call' ? 'in the options of the call' : 'in the config'})`
}

/** The line to paste that keeps telemetry blocked without failing the test. Undefined for anything else, whose failure is useful. */
export function muteLine(group: ViolationGroup, origin: RuleOrigin = 'docblock'): string | undefined {
  // A matcher has its own list, which cannot be muted.
  return origin !== 'matcher' && findSender(group[0])?.kind === 'telemetry'
    ? ruleLine('mute', group, origin)
    : undefined
}

/** Where a rule would be added. */
type RuleOrigin = 'docblock' | 'call' | 'matcher' | 'run'

function ruleLine(option: 'allow' | 'mute', group: readonly Evidence[], origin: RuleOrigin): string | undefined {
  const rules = [...new Set(group.flatMap(allowRules))]
  if (rules.length === 0) return undefined
  const shown = rules.slice(0, SHOWN)
  const rest = rules.length - shown.length
  const more = rest > 0 ? `   (and ${rest} more)` : ''
  if (origin === 'matcher') return `.not.toEgress([${shown.map(quote).join(', ')}])${more}`
  const needsOption = origin === 'call' || shown.some((rule) => /[\s,]/.test(rule))
  if (origin === 'run' && !needsOption) return `--${option} ${shellWord(shown.join(','))}${more}`
  const line = needsOption
    ? `${option}: [${shown.map(quote).join(', ')}]`
    : `// @agentguard ${option}=${shown.join(',')}`
  return `${line}${more}`
}

/** In a shell, some characters of URLs have a meaning. */
function shellWord(text: string): string {
  return /^[\w.:/@,%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** The rules that would allow or mute an attempt. Empty where none can. */
export function allowRules(evidence: Evidence): readonly string[] {
  const rule = suggestAllow(evidence)
  return rule === undefined ? programRules(evidence) : [rule]
}
