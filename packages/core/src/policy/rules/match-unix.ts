import { posix } from 'node:path'
import type { UnixRule } from './unix-rule.ts'

/** Rules for unix sockets: exact paths in a map, prefixes in a list. */
export interface UnixIndex {
  paths: Map<string, string> | undefined
  prefixes: UnixRule[] | undefined
}

/** Adds a rule. */
export function addToUnixIndex(index: UnixIndex, rule: UnixRule): void {
  if (rule.prefix) (index.prefixes ??= []).push(rule)
  else (index.paths ??= new Map()).set(rule.path, rule.text)
}

/** The text of a rule for a socket's path, or undefined. `..` is resolved first, or `/run/x/../docker.sock` would match `/run/x/*`. */
export function matchUnix({ paths, prefixes }: UnixIndex, raw: string): string | undefined {
  if (paths === undefined && prefixes === undefined) return undefined
  const path = raw.startsWith('/') && /\/\.|\/\//.test(raw) ? posix.normalize(raw) : raw
  return paths?.get(path) ?? prefixes?.find((rule) => path.startsWith(rule.path))?.text
}
