import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import type { Entry } from './ledger.ts'

/** What is known of an attempt besides its scope. */
export interface Finding extends Pick<Entry, 'outcome' | 'phase' | 'began' | 'candidates' | 'trace' | 'awaits'> {
  readonly attempt: Attempt
  readonly reason?: BlockReason | undefined
  readonly by?: DecidedBy | undefined
  readonly redirects?: Entry['redirects']
  /** Milliseconds since the scope ended, for a late attempt. */
  readonly lateBy?: number | undefined
  /** Milliseconds since the epoch, where it was not just now. */
  readonly at?: number
  readonly process?: string
  readonly count?: number
  /** Blocked, but not reported. */
  readonly isExpected?: boolean
}
