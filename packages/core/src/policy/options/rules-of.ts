import type { RuleInput } from '../rules/rule-input.ts'

/** The rules of an option, as a list. */
export function rulesOf(rules: RuleInput | readonly RuleInput[] | undefined): readonly RuleInput[] {
  if (rules === undefined) return []
  return isList(rules) ? rules : [rules]
}

function isList(rules: RuleInput | readonly RuleInput[]): rules is readonly RuleInput[] {
  return Array.isArray(rules)
}
