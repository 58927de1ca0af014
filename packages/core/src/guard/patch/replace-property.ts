/** Undoes one patch; calling it again does nothing. */
export type Restore = () => void

/**
 * Replaces a function-valued property and returns its undo.
 *
 * The undo restores the slot exactly, but only while it still holds our function. Where another patcher replaced ours,
 * removing it would remove theirs too. Ours then stays, and passes calls through, since no guard is installed any more.
 */
export function replaceProperty<O extends object, K extends keyof O>(
  target: O,
  key: K,
  wrap: (original: O[K]) => O[K],
): Restore {
  const own = Object.getOwnPropertyDescriptor(target, key)
  const original = target[key]
  const replacement = wrap(original)
  Object.defineProperty(target, key, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? true,
  })
  return () => {
    if (Object.getOwnPropertyDescriptor(target, key)?.value !== replacement) return
    if (own) Object.defineProperty(target, key, own)
    else delete target[key]
  }
}
