import { describeValue, kindOf, usageError } from '../usage/usage-error.ts'
import { didYouMean } from '../usage/did-you-mean.ts'
import type { RuleWithTerms } from './rule-input.ts'

/** What the terms of a rule are checked against. Functions, since a stack and a date cost more than most rules need. */
export interface Circumstances {
  /** The packages on the stack of the call. */
  readonly packages: () => readonly string[]
  /** Today in UTC, as `2027-03-31`. */
  readonly today: () => string
}

/** Unknown circumstances, under which a rule with `by` or `until` does not apply. */
export const unknownCircumstances: Circumstances = { packages: () => [], today: () => '9999-12-31' }

/** In days. A run warns about a rule before it expires, early enough to renew it in the same sprint. */
export const warnedDays = 14

export type Terms = Omit<RuleWithTerms, 'rule'>

/** Whether an entry of a list is a rule with terms, from any realm. */
export function hasTerms(input: unknown): input is RuleWithTerms {
  return typeof input === 'object' && input !== null && kindOf(input) === 'Object' && 'rule' in input
}

/** @throws TypeError that names the place and the fix, for wrong terms */
export function checkTerms(input: RuleWithTerms, where: string): Terms {
  const { rule: _, ...terms } = input
  const unknown = Object.keys(terms).find((key) => !names.includes(key))
  if (unknown !== undefined) throw usageError(where, `a rule has no '${unknown}'`, didYouMean(unknown, names))
  for (const name of names) checkTerm(name, Reflect.get(terms, name), where)
  return terms
}

const names: readonly string[] = ['by', 'until', 'reason']

/** @throws TypeError for a value that `by`, `until` or `reason` cannot have */
export function checkTerm(name: string, value: unknown, where: string): void {
  if (value === undefined) return
  const [pattern, fix] = patterns[name] ?? [/^/, '']
  if (typeof value === 'string' && pattern.test(value) && (name !== 'until' || isDay(value))) return
  throw usageError(`${name} in ${where}`, `${describeValue(value)} is not a value of ${name}`, fix)
}

const patterns: Readonly<Record<string, readonly [RegExp, string]>> = {
  by: [/^(?:@[\w.~-]+\/)?[\w.~-]+$/, 'Write the name of one package, such as posthog-node'],
  until: [/^\d{4}-\d{2}-\d{2}$/, 'Write its last day, such as 2027-03-31'],
  reason: [/^[^"\n\r]*\S[^"\n\r]*$/, 'Write one line without double quotes'],
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Whether a rule applies now, and to this call. */
export function termsHold(terms: Terms, circumstances: Circumstances): boolean {
  return !hasExpired(terms, circumstances) && isByCaller(terms, circumstances)
}

/** Whether a rule would apply if it had not expired. */
export function holdsNoMore(terms: Terms, circumstances: Circumstances): boolean {
  return hasExpired(terms, circumstances) && isByCaller(terms, circumstances)
}

function hasExpired({ until }: Terms, { today }: Circumstances): boolean {
  return until !== undefined && today() > until
}

function isByCaller({ by }: Terms, { packages }: Circumstances): boolean {
  return by === undefined || packages().includes(by)
}

/** The text of a rule with its terms, as evidence shows it: `us.i.posthog.com (by posthog-node, until 2027-03-31, "demo account")`. */
export function textWithTerms(text: string, { by, until, reason }: Terms): string {
  const parts = [
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(reason === undefined ? [] : [`"${reason}"`]),
  ]
  return parts.length === 0 ? text : `${text} (${parts.join(', ')})`
}

/** Parses the text of `textWithTerms`. */
export function readTerms(text: string): { readonly rule: string; readonly terms: Terms } {
  const [, rule = text, by, until, reason] = WITH_TERMS.exec(text) ?? []
  return {
    rule,
    terms: {
      ...(by !== undefined && { by }),
      ...(until !== undefined && { until }),
      ...(reason !== undefined && { reason }),
    },
  }
}

const WITH_TERMS =
  /^(.*) \((?=by |until |")(?:by ([^ ,)]+)(?:, (?!\)))?)?(?:until (\d{4}-\d{2}-\d{2})(?:, (?!\)))?)?(?:"([^"]*)")?\)$/s
