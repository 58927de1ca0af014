/** The reasons for which an attempt is not allowed. The words are stable. */
export const blockReasons = [
  'not-allowed',
  'denied',
  'locked',
  'loopback-not-own',
  'loopback-none',
  'address-not-from-dns',
  'request-not-allowed',
  'rule-expired',
  'program-not-allowed',
  'program-tried',
  'native-not-allowed',
  'cannot-guard',
] as const

/** Why an attempt was not allowed. */
export type BlockReason = (typeof blockReasons)[number]
