/**
 * How a list is read: `allow` strictly, `connection` as `allow` but blind for requests (to explain a block), `deny` as
 * widely as the attempt permits.
 */
export type Reading = 'allow' | 'connection' | 'deny'
