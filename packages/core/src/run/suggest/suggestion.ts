/** The option that suggested rules are for. */
export type SuggestedOption = 'allow' | 'mute'

/** What would allow or mute the attempts of one place, a test file or the config: as few rules as can be read, none of them idle. */
export interface Suggestion {
  /** The test file, from the folder it is asked for; absent for the config. */
  readonly file?: string
  /** Sorted by rule. */
  readonly rules: readonly SuggestedRule[]
}

/** One rule, and why it is there. */
export interface SuggestedRule {
  readonly rule: string
  /** Packages that need it, sorted; none where it is the project's own code. */
  readonly packages: readonly string[]
  /** Test files and how many of their tests need it. */
  readonly files: number
  readonly tests: number
  /** What is probably there, where its place gives it away. */
  readonly services: readonly string[]
}

/** An attempt that no rule here can allow, and the reason. */
export interface Unsuggested {
  readonly destination: string
  readonly reason: string
  /** Test files that made it, sorted. */
  readonly files: readonly string[]
}

/** All that can be suggested for evidence, and all that cannot. */
export interface Suggestions {
  readonly places: readonly Suggestion[]
  readonly left: readonly Unsuggested[]
}
