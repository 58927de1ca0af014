/** What the thread of the judge is started with. */
export interface JudgeInput {
  /** The directory of the run. */
  readonly directory: string
  /** The file of this gateway's state. */
  readonly state: string
  /** Node, and the file of the agent. */
  readonly node: string
  readonly agent: string
  /** The ticket of a run that is in the namespace as a whole. */
  readonly bound?: string | undefined
  /** Two numbers: whether the state is there, and how often what was counted has been recorded. */
  readonly shared: SharedArrayBuffer
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Places in `shared`. */
export const ready = 0
export const settled = 1
