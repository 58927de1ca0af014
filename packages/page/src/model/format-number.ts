/** `12,345`. */
export function formatNumber(value: number): string {
  return NUMBERS.format(value)
}

/** `1 test`, `12,345 tests`. */
export function formatCount(count: number, one: string, several = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : several}`
}

// The page speaks English, whatever the browser does.
const NUMBERS = new Intl.NumberFormat('en-US')
