/** A ratio to bare. */
export function times(ratio: number): string {
  return ratio.toFixed(2)
}

export function microseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} µs`
}

/** What is added to bare, with its sign. */
export function added(value: number, unit: string, digits = 1): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)} ${unit}`
}
