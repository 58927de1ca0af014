/** Adds errors that circus does not have yet: a push fails the test, also one that has passed or was expected to fail. */
export function pushErrors(into: unknown[], errors: readonly Error[]): void {
  for (const error of errors) {
    if (!into.some((entry) => entry === error || (Array.isArray(entry) && entry[0] === error))) into.push(error)
  }
}
