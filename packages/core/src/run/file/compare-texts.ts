/** Sorts texts by code units, absent ones first, since a locale's order differs between machines. */
export function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
