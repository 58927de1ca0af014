import { URL } from 'node:url'

/**
 * The canonical spelling of a URL's path: dot segments resolved as the URL standard does, `%7E` as `~`, other escapes
 * in upper case.
 *
 * A path that is already canonical, the common case, is returned unchanged.
 */
export function normalizePath(path: string): string {
  if (!SUSPECT.test(path)) return path
  const { pathname } = new URL(`http://host${/^[/\\]/.test(path) ? '' : '/'}${path}`)
  return encodeOdd(pathname)
}

/** Escapes characters that a URL cannot contain, and normalizes each escape. Keeps dot segments and slashes. */
export function encodeOdd(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+|["<>^`{}]/g, (odd) => encodeURI(Buffer.from(odd).toString()))
    .replace(/%[\da-f]{2}/gi, normalizeEscape)
}

// Anything that URL parsing could change: an escape, a dot segment, a backslash, a control character or one beyond ASCII.
const SUSPECT = /^[^/]|%|\/\.|[^\x21-\x7e]|["<>\\^`{}]/

function normalizeEscape(escape: string): string {
  const known = escapes.get(escape)
  if (known !== undefined) return known
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  const normal = /[\w.~-]/.test(character) ? character : escape.toUpperCase()
  escapes.set(escape, normal)
  return normal
}

// There are 484 spellings, and a long path may have millions of escapes.
const escapes = new Map<string, string>()
