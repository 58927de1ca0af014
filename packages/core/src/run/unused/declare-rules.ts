import { readFileSync } from 'node:fs'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { rulesOf } from '../../policy/options/rules-of.ts'
import { hasTerms } from '../../policy/rules/terms.ts'
import type { DeclaredRule, UnplacedRule } from './declared-rule.ts'

type Place = Pick<DeclaredRule, 'file' | 'isDocblock'> & {
  /** Returns the line of the rule with an index. Without it, the file is searched. */
  readonly lineOf?: ((option: 'allow' | 'mute', index: number) => number) | undefined
}

/** The rules of one source of options. Functions are left out, since evidence does not show what they match. */
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

/** The first line of a config in code that contains the rule in quotes, or a RegExp unchanged. */
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
