import type { PlainRule } from '../../policy/rules/rule-input.ts'
import type { Terms } from '../../policy/rules/terms.ts'

/** The same before anyone has asked for its line, which takes a look into its file. */
export interface UnplacedRule extends Omit<DeclaredRule, 'line'> {
  readonly locate: () => number | undefined
}

/** A rule to allow or to mute, where it is written. */
export interface DeclaredRule {
  readonly option: 'allow' | 'mute'
  readonly rule: Exclude<PlainRule, (...args: never[]) => unknown>
  readonly terms: Terms
  /** Absolute path of the file that it is in, or a name for it. */
  readonly file: string
  readonly line?: number | undefined
  /** In a docblock, it is the tool's to take out. */
  readonly isDocblock: boolean
}
