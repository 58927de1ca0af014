import type { Place } from '../gateway/messages.ts'

/** Whether a listener of this namespace takes the connection, as far as its address says: one for IPv6 alone looks like one for both. */
export function isAnswered({ address, port }: Place, listening: readonly Place[]): boolean {
  const all = address.includes(':') ? ['::'] : ['0.0.0.0', '::']
  return listening.some((place) => place.port === port && (place.address === address || all.includes(place.address)))
}
