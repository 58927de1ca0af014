import { usageError } from '../usage/usage-error.ts'

/** A unix socket's path. With `prefix`, every path that starts with it. */
export interface UnixRule {
  readonly kind: 'unix'
  readonly text: string
  readonly path: string
  readonly prefix: boolean
}

/** Parses `unix:/run/docker.sock` or `unix:/run/postgresql/*`. */
export function parseUnix(text: string, where: string): UnixRule {
  const pattern = text.slice('unix:'.length)
  if (pattern.startsWith('/') && pattern.includes('//')) {
    throw usageError(where, `'${text}' has too many slashes`, `Did you mean 'unix:${pattern.replace(/\/+/g, '/')}'?`)
  }
  // Node also calls the name of a Windows pipe a path: \\.\pipe\name.
  if (!pattern.startsWith('/') && !pattern.startsWith('\\\\')) {
    throw usageError(where, `'${text}' has no absolute path`, "Write the whole path, such as 'unix:/run/docker.sock'")
  }
  const prefix = pattern.endsWith('*')
  const path = prefix ? pattern.slice(0, -1) : pattern
  if (path.includes('*')) {
    throw usageError(
      where,
      `'${text}' has a star before its end`,
      `Did you mean 'unix:${path.slice(0, path.indexOf('*'))}*'?`,
    )
  }
  if (/\/\.{1,2}(\/|$)/.test(path))
    throw usageError(where, `'${text}' contains '.' or '..'`, 'Write the path without them')
  return { kind: 'unix', text, path, prefix }
}
