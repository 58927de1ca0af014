import { encodeOdd, normalizePath } from './request-path.ts'

/** One way in which servers read a path. */
export type PathReading = (path: string) => string

/**
 * The ways in which servers may read a path, starting with that of the URL standard.
 *
 * Node's servers use a path as sent. Others resolve dot segments as the URL standard does, and some first decode
 * slashes, join them or drop parameters (`..;`). So `/admin/../v1/x` is below `/admin/` for one and below `/v1/` for
 * another. Almost every path reads the same in all of them.
 */
export function readingsOf(path: string): readonly PathReading[] {
  return AMBIGUOUS.test(path) ? allReadings : standardOnly
}

// A dot segment, a backslash, an escaped or repeated slash, or no slash at the start.
const AMBIGUOUS = /^[^/]|[/\\](?:\.|%2e)|\\|\/\/|%2f|%5c/i

const asSent: PathReading = (path) => {
  const encoded = encodeOdd(path)
  return /^[/\\]/.test(encoded) ? encoded : `/${encoded}`
}

const standardOnly: readonly PathReading[] = [normalizePath]
const allReadings: readonly PathReading[] = [
  normalizePath,
  asSent,
  (path) => joinSlashes(asSent(path)),
  (path) => joinSlashes(normalizePath(path)),
  (path) => normalizePath(joinSlashes(path)),
  (path) => normalizePath(joinSlashes(path).replace(DOTS_WITH_PARAMETERS, '$1')),
]

// As servers in Java read them.
const DOTS_WITH_PARAMETERS = /(\/(?:\.|%2e){1,2});[^/]*/gi

/** The path with each run of slashes, escaped or not, as one slash. */
function joinSlashes(path: string): string {
  return path.replace(/(?:[/\\]|%2f|%5c)+/gi, '/')
}
