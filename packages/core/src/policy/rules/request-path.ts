/**
 * The one spelling of a URL's path: dot segments resolved as WHATWG URL does, `%7E` as `~`, other escapes in upper case.
 *
 * A path that is canonical already, the common case, comes back as it is.
 */
export function normalizePath(path: string): string {
  if (!SUSPECT.test(path)) return path
  const { pathname } = new URL(`http://host${path.startsWith('/') ? '' : '/'}${path}`)
  return pathname.replace(/%[\da-f]{2}/gi, normalizeEscape)
}

// Anything that URL parsing could change: an escape, a dot segment, a backslash, a control or a character beyond ASCII.
const SUSPECT = /^[^/]|%|\/\.|[^\x21-\x7e]|["<>\\^`{}]/

function normalizeEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
}
