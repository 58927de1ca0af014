/** The error for wrong use: `where` it is, `what` is wrong, and the `fix`. Each is a sentence without its full stop. */
export function usageError(where: string, what: string, fix: string, options?: ErrorOptions): TypeError {
  return new TypeError(`${where}: ${what}. ${fix}${fix.endsWith('?') ? '' : '.'}`, options)
}

/** A short description of a value for an error text: its kind and, where that helps, the value. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') {
    if ('then' in value) return 'a promise'
    return kindOf(value) === 'Object' ? 'an object' : `an object of ${kindOf(value)}`
  }
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  return `a ${typeof value}`
}

/** The built-in kind of an object: `Map`, `Date`, or `Object` for the objects that people write. */
export function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}
