import { encodeOdd, normalizePath } from './request-path.ts'

/** One way in which servers read a path. */
export type PathReading = (path: string) => string

/**
 * The ways in which servers may read a path, the URL standard's first.
 *
 * Node's servers take a path as it is sent. Others resolve dot segments as the URL standard does, and some decode slashes,
 * join them or drop parameters (`..;`) before that: `/admin/../v1/x` is below `/admin/` for one and below `/v1/` for
 * another. Almost every path reads the same in all of them.
 */
export function readingsOf(path: string): readonly PathReading[] {
  return AMBIGUOUS.test(path) ? allReadings : standardOnly
}

// A dot segment, a backslash, a slash that is written out or repeated, or no slash at the start.
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

// As Java's servers take them.
const DOTS_WITH_PARAMETERS = /(\/(?:\.|%2e){1,2});[^/]*/gi

/** The path with each run of slashes, written out or not, as one. */
function joinSlashes(path: string): string {
  return path.replace(/(?:[/\\]|%2f|%5c)+/gi, '/')
}
