/** One attempt, as a runner prints it. */
export interface ReportedEvidence {
  /** What was tried, as in the headline: `POST https://api.example.com/`, `UDP to statsd.example.com:8125`. */
  readonly target: string
  /** `call` is in a function that `noEgress` or `observeEgress` ran, `child` in a child process, whenever that was. */
  readonly when: 'import' | 'beforeAll' | 'beforeEach' | 'test' | 'afterEach' | 'afterAll' | 'late' | 'call' | 'child'
  /** The package that tried, without its version. */
  readonly culprit?: string
  /** The project's file that led there. */
  readonly from?: string
  /** The hops before the target, where it was a redirect. */
  readonly redirected?: true
}

/** How one test ended, or one file where the failure belongs to no test. */
export interface Result {
  /** `leaks/report.leaks.test.js > report files a report`; a file alone has no `>`. */
  readonly test: string
  readonly outcome: 'passed' | 'failed'
  readonly evidence: readonly ReportedEvidence[]
}
