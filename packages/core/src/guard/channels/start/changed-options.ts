/** Node's own options have no prototype: a copy with one would take what they lack from `Object.prototype`. */
export function changed<T extends object>(options: T, changes: Partial<T>): T {
  return Object.assign(Object.create(Object.getPrototypeOf(options) as object | null) as T, options, changes)
}
