import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import type { Operation } from './operation.ts'

/** What answers say, for the attempts that follow from them. */
export interface Notes {
  /** Remembers what DNS answered for a name. */
  answered(operation: Operation, host: string, addresses: readonly string[]): void
  /** Remembers that the answer to a request points elsewhere. */
  redirected(operation: Operation, from: RequestUrl, to: string): void
}
