import { readFileSync } from 'node:fs'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { rulesOf } from '../../policy/options/rules-of.ts'
import { hasTerms } from '../../policy/rules/terms.ts'
import type { DeclaredRule, UnplacedRule } from './declared-rule.ts'

type Place = Pick<DeclaredRule, 'file' | 'isDocblock'> & {
  /** The line of the rule with an index; looked for in the file where it is left out. */
  readonly lineOf?: ((option: 'allow' | 'mute', index: number) => number) | undefined
}

/** The rules of one source of options. What a function matches, no evidence tells: functions are left out. */
export function declareRules(options: EgressOptions, { file, isDocblock, lineOf }: Place): readonly UnplacedRule[] {
  return (['allow', 'mute'] as const).flatMap((option) =>
    rulesOf(options[option]).flatMap((input, index): UnplacedRule[] => {
      const { rule, ...terms } = hasTerms(input) ? input : { rule: input }
      if (typeof rule === 'function') return []
      const locate = (): number | undefined => lineOf?.(option, index) ?? findLine(file, String(rule))
      return [{ option, rule, terms, file, isDocblock, locate }]
    }),
  )
}

/** The first line of a config in code that has the rule in quotes; a RegExp stands there as it is. */
function findLine(file: string, rule: string): number | undefined {
  const lines = textOf(file).split('\n')
  const index = lines.findIndex((line) => quotes.some((quote) => line.includes(`${quote}${rule}${quote}`)))
  return index < 0 ? undefined : index + 1
}

const quotes = ["'", '"', '`', '']

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
