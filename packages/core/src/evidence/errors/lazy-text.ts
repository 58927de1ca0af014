/**
 * Gives an error a text that is made when somebody first reads it, and that a program may overwrite.
 *
 * `hide` says whether a reader gets an empty text for now: Node reads the stack of some errors only so that it is made.
 */
export function lazyText(error: Error, key: string, make: () => unknown, hide: () => boolean = never): void {
  const settle = (value: unknown): unknown => {
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
    return value
  }
  const get = (): unknown => (hide() ? '' : settle(make()))
  Object.defineProperty(error, key, { get, set: settle, configurable: true, enumerable: false })
}

function never(): boolean {
  return false
}
