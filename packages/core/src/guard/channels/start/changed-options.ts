/** A changed copy without a prototype, like Node's own options. A copy with one would inherit missing options from `Object.prototype`. */
export function changed<T extends object>(options: T, changes: Partial<T>): T {
  return Object.assign(Object.create(Object.getPrototypeOf(options) as object | null) as T, options, changes)
}
