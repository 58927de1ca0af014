import type { PlainRule } from '../../policy/rules/rule-input.ts'
import type { Terms } from '../../policy/rules/terms.ts'

/** The same before its line is known, which takes a search in its file. */
export interface UnplacedRule extends Omit<DeclaredRule, 'line'> {
  readonly locate: () => number | undefined
}

/** A rule of `allow` or `mute`, and where it is written. */
export interface DeclaredRule {
  readonly option: 'allow' | 'mute'
  readonly rule: Exclude<PlainRule, (...args: never[]) => unknown>
  readonly terms: Terms
  /** The absolute path of its file, or a name for the place. */
  readonly file: string
  readonly line?: number | undefined
  /** Whether it is in a docblock, from which the tool may remove it. */
  readonly isDocblock: boolean
}
