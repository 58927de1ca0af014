/**
 * Defines a text of an error that is made when it is first read, and that a program may overwrite.
 *
 * While `hide` returns true, it reads as an empty text: Node reads the stack of some errors only to have it formatted.
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
