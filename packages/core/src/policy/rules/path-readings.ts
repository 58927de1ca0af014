import { encodeOdd, normalizePath } from './request-path.ts'

/**
 * The path as servers may read it, starting with the reading of the URL standard.
 *
 * Node's servers use a path as sent. Others resolve dot segments as the URL standard does, and some first decode
 * slashes, join them or drop parameters (`..;`). So `/admin/../v1/x` is below `/admin/` for one and below `/v1/` for
 * another. Almost every path reads the same in all of them.
 *
 * @param isAmbiguous whether the path that it is compared with reads differently
 */
export function readPath(path: string, isAmbiguous: boolean): readonly string[] {
  if (path.length < long) return readAnew(path, isAmbiguous)
  const kept = last.kept?.deref()
  if (kept?.path === path && kept.isAmbiguous === isAmbiguous) return kept.readings
  const fresh = { path, isAmbiguous, readings: readAnew(path, isAmbiguous) }
  last.kept = new WeakRef(fresh)
  return fresh.readings
}

/** In characters. Reading such a path takes up to a second for 10 MB, and each rule and gate asks for it. */
const long = 10_000

/** Held weakly, since it is several times as large as the path. */
const last: { kept?: WeakRef<{ path: string; isAmbiguous: boolean; readings: readonly string[] }> } = {}

function readAnew(path: string, isAmbiguous: boolean): readonly string[] {
  const standard = normalizePath(path)
  if (!isAmbiguous) return [standard]
  const sent = asSent(path)
  const joined = joinSlashes(path)
  return [
    standard,
    sent,
    joinSlashes(sent),
    joinSlashes(standard),
    normalizePath(joined),
    normalizePath(joined.replace(DOTS_WITH_PARAMETERS, '$1')),
  ]
}

/** Whether servers may read the path differently. */
export function isAmbiguousPath(path: string): boolean {
  return AMBIGUOUS.test(path)
}

// A dot segment, a backslash, an escaped or repeated slash, or no slash at the start.
const AMBIGUOUS = /^[^/]|[/\\](?:\.|%2e)|\\|\/\/|%2f|%5c/i

function asSent(path: string): string {
  const encoded = encodeOdd(path)
  return /^[/\\]/.test(encoded) ? encoded : `/${encoded}`
}

// As servers in Java read them.
const DOTS_WITH_PARAMETERS = /(\/(?:\.|%2e){1,2});[^/]*/gi

/** The path with each run of slashes, escaped or not, as one slash. Single slashes, of which a path may have millions, stay. */
function joinSlashes(path: string): string {
  return path.replace(/(?:[/\\]|%2f|%5c){2,}|\\|%2f|%5c/gi, '/')
}
