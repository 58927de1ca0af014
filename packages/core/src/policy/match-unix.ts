import { posix } from 'node:path'
import type { UnixRule } from './unix-rule.ts'

/** Rules on unix sockets: exact paths in a map, prefixes in a list. */
export interface UnixIndex {
  readonly paths: Map<string, string>
  readonly prefixes: UnixRule[]
}

/** Makes an empty index. */
export function createUnixIndex(): UnixIndex {
  return { paths: new Map(), prefixes: [] }
}

/** Adds a rule. */
export function addToUnixIndex(index: UnixIndex, rule: UnixRule): void {
  if (rule.prefix) index.prefixes.push(rule)
  else index.paths.set(rule.path, rule.text)
}

/** The text of a rule for a socket's path, or undefined. `..` is resolved first, or `/run/x/../docker.sock` would be below `/run/x/`. */
export function matchUnix(index: UnixIndex, raw: string): string | undefined {
  if (index.paths.size === 0 && index.prefixes.length === 0) return undefined
  const path = raw.startsWith('/') && /\/\.|\/\//.test(raw) ? posix.normalize(raw) : raw
  return index.paths.get(path) ?? index.prefixes.find((rule) => path.startsWith(rule.path))?.text
}
