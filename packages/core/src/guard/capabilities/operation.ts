import type { Attempt } from '../../policy/attempt/attempt.ts'

/**
 * One thing the code asked for, from the call to the last gate it passes: a look-up, a connection and a request of the
 * same operation are recorded once, for the one who asked.
 */
export interface Operation {
  readonly attempt: Attempt
  /** The target behind a proxy, judged beside the proxy. */
  readonly behind?: Attempt | undefined
  /** The servers that a request names in its head though it is sent to another one: judged unless that is a server of the tests. */
  readonly named?: readonly Attempt[] | undefined
}
