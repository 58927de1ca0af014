/** What the reporter in the main process asks of the processes that run the tests. */
export interface ReportWishes {
  /** Keep what is allowed, too. */
  readonly allowed: boolean
  /** Annotate a test with each violation, while it runs: Vitest's own reporters carry that. */
  readonly annotate: boolean
}

/** What a worker finds provided, where no reporter asked for anything. */
export const noWishes: ReportWishes = { allowed: false, annotate: false }
