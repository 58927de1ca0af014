import type { Attempt } from '../../policy/attempt/attempt.ts'

/**
 * One thing that code asked for, from its call to the last gate it passes. A DNS lookup, a connection and a request of
 * the same operation are recorded once, for the caller.
 */
export interface Operation {
  readonly attempt: Attempt
  /** The target behind a proxy, judged together with the proxy. */
  readonly behind?: Attempt | undefined
  /** Servers that a request names in its head, though it is sent to another one. Judged unless that one is a server of the tests. */
  readonly named?: readonly Attempt[] | undefined
}
