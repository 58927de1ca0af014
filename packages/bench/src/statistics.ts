/** The middle of a list of numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Each pair is measured in the same moment, so the median of their ratios outlives a machine that speeds up or slows down. */
export function ratioOfPairs(values: readonly number[], bare: readonly number[]): number {
  return median(values.map((value, index) => value / (bare[index] ?? Number.NaN)))
}

export function differenceOfPairs(values: readonly number[], bare: readonly number[]): number {
  return median(values.map((value, index) => value - (bare[index] ?? Number.NaN)))
}
