import { middleHalfOfPairs, ratioOfPairs } from './statistics.ts'

/** A ratio to bare. */
export function times(ratio: number): string {
  return ratio.toFixed(2)
}

/** The ratio of the pairs, and where their middle half lies. */
export function timesOfPairs(values: readonly number[], bare: readonly number[]): string {
  const [from, to] = middleHalfOfPairs(values, bare)
  return `${times(ratioOfPairs(values, bare))} (${times(from)}–${times(to)})`
}

export function microseconds(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} ms`
  return `${value.toFixed(value < 10 ? 1 : 0)} µs`
}

/** What is added to bare, of a time in microseconds. */
export function addedMicroseconds(value: number): string {
  return Math.abs(value) >= 10_000 ? added(value / 1000, 'ms') : added(value, 'µs')
}

/** What is added to bare, with its sign. */
export function added(value: number, unit: string, digits = 1): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)} ${unit}`
}
