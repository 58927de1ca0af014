/** The option that suggested rules are for. */
export type SuggestedOption = 'allow' | 'mute'

/** The rules that would allow or mute the attempts of one test file or of the config. As few as are readable, each of them needed. */
export interface Suggestion {
  /** The path of the test file, as `locate` returned it. Absent for the config. */
  readonly file?: string
  /** Sorted by rule. */
  readonly rules: readonly SuggestedRule[]
}

/** One rule, and why it is suggested. */
export interface SuggestedRule {
  readonly rule: string
  /** The packages that need it, sorted. Empty where it is the project's own code. */
  readonly packages: readonly string[]
  /** How many test files, and how many of their tests, need it. */
  readonly files: number
  readonly tests: number
  /** The services that are probably there, as far as the destination shows them. */
  readonly services: readonly string[]
}

/** An attempt that no rule can allow here, and why. */
export interface Unsuggested {
  readonly destination: string
  readonly reason: string
  /** The test files that made it, sorted. */
  readonly files: readonly string[]
}

/** What can be suggested for evidence, and what cannot. */
export interface Suggestions {
  readonly places: readonly Suggestion[]
  readonly left: readonly Unsuggested[]
}
