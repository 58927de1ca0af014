import type { Attempt } from '../attempt/attempt.ts'
import { usageError } from '../usage/usage-error.ts'
import type { PlainRule, RuleWithTerms } from './rule-input.ts'
import { checkTerms, type Circumstances, holdsNoMore, type Terms, termsHold, textWithTerms } from './terms.ts'

interface Matcher {
  readonly match: (attempt: Attempt) => string | undefined
}

/** A rule whose terms are checked once it matches. There are few of these, so each has its own list. */
export interface TermedRule {
  readonly list: Matcher
  readonly terms: Terms
}

/** @throws TypeError for terms that are wrong, and for terms on a rule that denies */
export function createTermedRule(
  input: RuleWithTerms,
  where: string,
  option: 'allow' | 'deny' | 'mute',
  listOf: (rule: PlainRule, where: string) => Matcher,
): TermedRule {
  if (option === 'deny') {
    throw usageError(
      where,
      'a deny rule has no terms: it always applies',
      'Write the rule alone, or put it into allow or mute',
    )
  }
  return { list: listOf(input.rule, `the rule of ${where}`), terms: checkTerms(input, where) }
}

/** The text of the first rule that matches and whose terms hold. */
export function matchTermed(rules: readonly TermedRule[], attempt: Attempt, now: Circumstances): string | undefined {
  return find(rules, attempt, (terms) => termsHold(terms, now))
}

/** The text of the first rule that matches and has expired. */
export function matchExpired(rules: readonly TermedRule[], attempt: Attempt, now: Circumstances): string | undefined {
  return find(rules, attempt, (terms) => holdsNoMore(terms, now))
}

function find(rules: readonly TermedRule[], attempt: Attempt, isIt: (terms: Terms) => boolean): string | undefined {
  for (const { list, terms } of rules) {
    const text = list.match(attempt)
    if (text !== undefined && isIt(terms)) return textWithTerms(text, terms)
  }
  return undefined
}
