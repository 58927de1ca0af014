/** Why an attempt was not allowed; `reason` is stable, `rule` is the text of the rule that decided. */
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
  | { readonly outcome: 'allow'; readonly rule: string }
  | {
      readonly outcome: 'block'
      readonly reason: BlockReason
      readonly rule?: string
      /** True when the level that blocks is in mode `audit`: record it and let it through. */
      readonly audit?: true
    }
