/** Checks the shape of a value from outside this process. */
export type Check = (value: unknown) => boolean

export const isText = (value: unknown): value is string => typeof value === 'string'
export const isFlag: Check = (value) => typeof value === 'boolean'
/** A whole number that is not negative. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** Whether a value is absent, or passes. */
export function optional(is: Check): Check {
  return (value) => value === undefined || is(value)
}

/** Whether a value is an array whose items all pass. */
export function listOf(is: Check): Check {
  return (value) => Array.isArray(value) && value.every(is)
}

/** Whether a value is one of these words. */
export function oneOf(words: readonly string[]): Check {
  return (value) => isText(value) && words.includes(value)
}

/** Whether a value is an object whose fields pass. It may have others. */
export function objectOf(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields)
  return (value) => isObject(value) && checks.every(([key, is]) => is(Reflect.get(value, key)))
}

/** Whether a value is an object and not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
