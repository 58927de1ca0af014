import type { Attempt } from '../../policy/attempt/attempt.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { parseRules } from '../../policy/rules/preset.ts'
import { textWithTerms } from '../../policy/rules/terms.ts'
import type { AttemptRecord } from '../file/evidence-file.ts'
import { attemptOf } from '../suggest/wish.ts'
import type { UnplacedRule } from './declared-rule.ts'

/** Some rules, and all attempts in the files where they apply. */
export interface RulesInUse {
  readonly rules: readonly UnplacedRule[]
  readonly records: readonly AttemptRecord[]
}

/**
 * The rules that were not needed: none of them decided on an attempt or matches one. Of two rules that match the same
 * attempt, both count as used.
 */
export function findUnused({ rules, records }: RulesInUse): readonly UnplacedRule[] {
  const deciding = new Set(records.map(({ rule }) => rule))
  const open = rules.filter((rule) => !textsOf(rule).some((text) => deciding.has(text)))
  if (open.length === 0) return []
  const attempts = distinctAttempts(records)
  return open.filter(({ rule }) => {
    const list = createAllowlist([rule], 'a rule')
    return !attempts.some((attempt) => list.match(attempt) !== undefined)
  })
}

/** The texts in evidence. A preset has one text for each of its rules. */
function textsOf({ rule, terms }: UnplacedRule): readonly string[] {
  const texts = typeof rule === 'string' ? parseRules(rule, 'a rule').map(({ text }) => text) : [String(rule)]
  return texts.map((text) => textWithTerms(text, terms))
}

/** A program counts once for each part that needs a rule, since evidence names at most one of those rules. */
function distinctAttempts(records: readonly AttemptRecord[]): readonly Attempt[] {
  const attempts = new Map<string, Attempt>()
  for (const record of records) {
    const attempt = attemptOf(record)
    const { program } = record
    const files = program === undefined ? [undefined] : [program.file, ...(program.foreign ?? [])]
    for (const file of files) {
      const one = file === undefined ? attempt : { ...attempt, program: { file, args: [] } }
      attempts.set(JSON.stringify(one), one)
    }
  }
  return [...attempts.values()]
}
