import type { DecidedBy } from './decided-by.ts'

/** Why an attempt was not allowed; stable. */
export type BlockReason =
  | 'not-allowed'
  | 'denied'
  | 'locked'
  | 'loopback-not-own'
  | 'loopback-none'
  | 'address-not-from-dns'
  | 'request-not-allowed'
  | 'program-not-allowed'
  | 'program-tried'
  | 'native-not-allowed'
  | 'cannot-guard'

/** The decision on one attempt. Verdicts are made once per rule and shared: judging allocates nothing. */
export type Verdict =
  | { readonly outcome: 'allow'; readonly by: DecidedBy }
  | {
      readonly outcome: 'block'
      readonly reason: BlockReason
      readonly by?: DecidedBy
      /** True when the level that blocks is in mode `audit`: record it and let it through. */
      readonly audit?: true
    }
