/** What the reporter in the main process requests from the test processes. */
export interface ReportWishes {
  /** Whether to record allowed attempts too. */
  readonly allowed: boolean
  /** Whether to annotate a test with each violation while it runs, for Vitest's own reporters. */
  readonly annotate: boolean
}

/** What a worker assumes where there is no reporter. */
export const noWishes: ReportWishes = { allowed: false, annotate: false }
