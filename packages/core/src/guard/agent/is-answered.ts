import type { Place } from '../gateway/messages.ts'

/**
 * Whether a listener of this namespace takes the connection, judged by its address alone: an IPv6-only listener looks
 * like a dual-stack one.
 */
export function isAnswered({ address, port }: Place, listening: readonly Place[]): boolean {
  const all = address.includes(':') ? ['::'] : ['0.0.0.0', '::']
  return listening.some((place) => place.port === port && (place.address === address || all.includes(place.address)))
}
