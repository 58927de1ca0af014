/** Orders texts by code units, what is absent first: the order of a locale differs from machine to machine. */
export function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
