import type { Observed } from './test-channel.ts'

/** One cell as the runner saw it. */
export interface Measured extends Observed {
  /** The runner failed the test, or the run, although the code swallowed the error. */
  readonly reported: boolean
}
