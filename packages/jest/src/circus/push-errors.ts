/** Adds errors that circus does not have yet. This fails the test, also one that has passed or was expected to fail. */
export function pushErrors(into: unknown[], errors: readonly Error[]): void {
  for (const error of errors) {
    pushed.add(error)
    if (!into.some((entry) => entry === error || (Array.isArray(entry) && entry[0] === error))) into.push(error)
  }
}

/** Removes errors that are no longer valid: a server of the tests has begun to listen at their destination. */
export function takeBack(from: unknown[], errors: readonly Error[]): void {
  const kept = from.filter((entry) => !isPushed(entry) || errors.includes(entry))
  if (kept.length < from.length) from.splice(0, from.length, ...kept)
}

function isPushed(entry: unknown): entry is Error {
  return typeof entry === 'object' && entry !== null && pushed.has(entry)
}

const pushed = new WeakSet<object>()
