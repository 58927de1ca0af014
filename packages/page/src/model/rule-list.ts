import { isOpen } from './decision.ts'
import type { Entry } from './entry.ts'
import { compareTexts } from './tally.ts'

/** The rules that would allow, or mute, everything blocked that a rule can; sorted. */
export function rulesToDecide(entries: readonly Entry[]): readonly string[] {
  const rules = entries.flatMap(({ attempt }) => (isOpen(attempt) ? (attempt.rules ?? []) : []))
  return [...new Set(rules)].toSorted(compareTexts)
}

/** An option with these rules, for a config file or an object in code. */
export function optionText(option: 'allow' | 'mute', rules: readonly string[]): string {
  return `"${option}": [\n${rules.map((rule) => `  ${JSON.stringify(rule)}`).join(',\n')}\n]`
}
