/** The middle of a list of numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Each pair is measured in the same moment, so the median of their ratios outlives a machine that speeds up or slows down. */
export function ratioOfPairs(values: readonly number[], bare: readonly number[]): number {
  return median(ratiosOf(values, bare))
}

/** The ratios between which the middle half of the pairs lies. */
export function middleHalfOfPairs(values: readonly number[], bare: readonly number[]): readonly [number, number] {
  const sorted = ratiosOf(values, bare).toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return [median(sorted.slice(0, Math.ceil(half))), median(sorted.slice(Math.floor(half)))]
}

function ratiosOf(values: readonly number[], bare: readonly number[]): readonly number[] {
  return values.map((value, index) => value / (bare[index] ?? Number.NaN))
}

export function differenceOfPairs(values: readonly number[], bare: readonly number[]): number {
  return median(values.map((value, index) => value - (bare[index] ?? Number.NaN)))
}
