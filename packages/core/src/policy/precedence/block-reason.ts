/** Why an attempt was not allowed; stable. */
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

/** One of them. */
export type BlockReason = (typeof blockReasons)[number]
