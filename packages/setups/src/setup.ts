/** What belongs to a project of `projects`: a file of `declarations` with its name exports it. */
export interface Setup {
  /** The tools and the way they are put together, as the table names them. */
  readonly title: string
  /** Programs that have to be on the path; without one of them, the setup is skipped. */
  readonly needs?: readonly string[]
  /** Why the setup cannot run anywhere for now. */
  readonly skip?: string
  /** It is quick enough for `pnpm test`. */
  readonly isQuick?: true
  /** Commands in the order in which they run. */
  readonly steps: readonly Step[]
}

export interface Step {
  /** A line for the shell, in the folder of the project. */
  readonly run: string
  /** The expected exit code: 0 unless it is given. */
  readonly code?: number
  /** Lines, or parts of lines, that the command prints. Several spaces count as one. */
  readonly prints?: readonly string[]
  /** Texts that the command must not print. */
  readonly lacks?: readonly string[]
}
