/** What the judge's thread is started with. */
export interface JudgeInput {
  /** The directory of the run. */
  readonly directory: string
  /** The path of this gateway's state file. */
  readonly state: string
  /** Paths of Node and of the agent. */
  readonly node: string
  readonly agent: string
  /** The ticket of a run that is in the namespace as a whole. */
  readonly bound?: string | undefined
  /** Two numbers: whether the state is written, and how often the kernel's counts have been recorded. */
  readonly shared: SharedArrayBuffer
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Indexes in `shared`. */
export const ready = 0
export const settled = 1
