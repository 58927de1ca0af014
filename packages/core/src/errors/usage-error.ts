/** The error for wrong use: `where` it is, `what` is wrong, and the `fix`, each a sentence without its full stop. */
export function usageError(where: string, what: string, fix: string, options?: ErrorOptions): TypeError {
  return new TypeError(`${where}: ${what}. ${fix}${fix.endsWith('?') ? '' : '.'}`, options)
}

/** A short description of a value for an error text: its kind and, where that helps, itself. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'then' in value ? 'a promise' : 'an object'
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  return `a ${typeof value}`
}
