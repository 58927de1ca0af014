/**
 * How a list is read. `allow`: strictly. `connection`: like `allow` but without the request, to explain a block.
 * `deny`: as widely as the attempt permits.
 */
export type Reading = 'allow' | 'connection' | 'deny'
