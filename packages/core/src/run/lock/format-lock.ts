import { compareTexts } from '../file/compare-texts.ts'
import { type Lock, type LockedFile, lockfileVersion } from './lock.ts'

/**
 * Formats a lock as the text of `egress.lock.json`: JSON with one destination a line, so that a diff shows only
 * changes, and git can merge additions of two branches.
 */
export function formatLock(lock: Lock): string {
  const muted = (lock.muted ?? []).some(hasDestinations) ? `,\n  "muted": ${formatFiles(lock.muted ?? [])}` : ''
  const unguarded = formatUnguarded(lock.unguarded ?? [])
  return `{\n  "lockfileVersion": ${lockfileVersion},\n  "files": ${formatFiles(lock.files)}${muted}${unguarded}\n}\n`
}

function formatUnguarded(files: readonly string[]): string {
  const lines = files.toSorted(compareTexts).map((file) => `    ${quote(file)}`)
  return lines.length === 0 ? '' : `,\n  "unguarded": [\n${lines.join(',\n')}\n  ]`
}

function formatFiles(all: readonly LockedFile[]): string {
  const files = all
    .filter(hasDestinations)
    .toSorted((a, b) => compareTexts(a.file, b.file))
    .map(formatFile)
  return files.length === 0 ? '{}' : `{\n${files.join(',\n')}\n  }`
}

function hasDestinations({ destinations }: LockedFile): boolean {
  return destinations.length > 0
}

function formatFile({ file, destinations }: LockedFile): string {
  const lines = destinations
    .toSorted((a, b) => compareTexts(a.destination, b.destination))
    .map(({ destination, rules, packages }) => {
      return `      ${quote(destination)}: { "rules": ${list(rules)}, "packages": ${list(packages)} }`
    })
  return `    ${quote(file)}: {\n${lines.join(',\n')}\n    }`
}

function list(texts: readonly string[]): string {
  return `[${texts.toSorted(compareTexts).map(quote).join(', ')}]`
}

/** As JSON, with invisible characters escaped for reviewers. */
function quote(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (character) => character.split('').map(escaped).join(''))
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

// The characters that `printable` escapes too.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
