import type { RequestUrl } from '../../policy/attempt/attempt.ts'
import type { Operation } from './operation.ts'

/** What responses say, for the attempts that follow from them. */
export interface Notes {
  /** Remembers the addresses that DNS returned for a name. */
  answered(operation: Operation, host: string, addresses: readonly string[]): void
  /** Remembers that the response to a request redirects elsewhere. */
  redirected(operation: Operation, from: RequestUrl, to: string): void
}
