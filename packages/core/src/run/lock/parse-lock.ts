import { compareTexts } from '../file/compare-texts.ts'
import { describeValue, usageError } from '../../policy/usage/usage-error.ts'
import { type Lock, type LockedDestination, type LockedFile, lockfileVersion } from './lock.ts'

/**
 * Parses the text of an `egress.lock.json`, in any order and spacing.
 *
 * @param text the content of the file
 * @param where the file's path, for error texts
 * @throws TypeError for a merge conflict, for text that is not a lock, and for a lock of a newer release. The message
 * names the fix.
 */
export function parseLock(text: string, where: string): Lock {
  if (/^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/m.test(text)) {
    throw usageError(where, 'it contains conflict markers of git', `Keep the lines of both sides, or ${RENEW}`)
  }
  const value = parseJson(text, where)
  const { lockfileVersion: version, files, muted, unguarded, ...rest } = record(value, 'the file', where)
  checkVersion(version, where)
  rejectUnknown(rest, 'the file', where)
  if (countKeys(text) !== keysIn(value)) {
    throw usageError(where, 'a file or a destination is in it twice', `Join the two, or ${RENEW}`)
  }
  return {
    files: parseFiles(files, '"files"', where),
    ...(muted !== undefined && { muted: parseFiles(muted, '"muted"', where) }),
    ...(unguarded !== undefined && { unguarded: texts(unguarded, '"unguarded"', 'the file', where) }),
  }
}

function parseFiles(value: unknown, what: string, where: string): readonly LockedFile[] {
  return Object.entries(record(value, what, where))
    .map(([file, entry]) => parseFile(file, entry, where))
    .toSorted((a, b) => compareTexts(a.file, b.file))
}

const RENEW = 'take one side, run the tests, and update it with agentguard lock --accept'

function parseJson(text: string, where: string): unknown {
  try {
    // Editors on Windows write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const fix = 'Restore it from git, or delete it and write a new one with agentguard lock'
    throw usageError(where, `it is not JSON (${reason})`, fix)
  }
}

function checkVersion(version: unknown, where: string): void {
  if (version === lockfileVersion) return
  if (typeof version === 'number' && version > lockfileVersion) {
    const what = `a newer agentguard wrote it (lockfileVersion ${version}; this one reads ${lockfileVersion})`
    throw usageError(where, what, 'Update @agentguard/core and the package of your runner')
  }
  throw usageError(
    where,
    `its "lockfileVersion" is ${describeValue(version)}, which is not a version`,
    'Restore the file from git, or delete it and write a new one with agentguard lock',
  )
}

function parseFile(file: string, value: unknown, where: string): LockedFile {
  const entries = Object.entries(record(value, `"${file}"`, where))
  const destinations = entries.map(([name, entry]) => parseDestination(name, entry, `"${name}" of "${file}"`, where))
  return { file, destinations: destinations.toSorted((a, b) => compareTexts(a.destination, b.destination)) }
}

function parseDestination(destination: string, value: unknown, what: string, where: string): LockedDestination {
  const { rules, packages, ...rest } = record(value, what, where)
  rejectUnknown(rest, what, where)
  return {
    destination,
    rules: texts(rules, '"rules"', what, where),
    packages: texts(packages, '"packages"', what, where),
  }
}

function texts(value: unknown, key: string, what: string, where: string): readonly string[] {
  if (Array.isArray(value) && value.every((text) => typeof text === 'string'))
    return [...new Set(value)].toSorted(compareTexts)
  throw usageError(where, `${key} in ${what} is ${describeValue(value)}`, 'Write a list of texts, or restore the file')
}

function record(value: unknown, what: string, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw usageError(
    where,
    `${what} is ${describeValue(value)}`,
    'Restore it from git, or write a new one: agentguard lock',
  )
}

function rejectUnknown(rest: Readonly<Record<string, unknown>>, what: string, where: string): void {
  const [unknown] = Object.keys(rest)
  if (unknown === undefined) return
  throw usageError(
    where,
    `${what} has the unknown key '${unknown}'`,
    'Remove it, or update agentguard if a newer version wrote it',
  )
}

/** Counts keys, since a merge may duplicate one, and JSON silently keeps the last. */
function countKeys(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value).reduce<number>((sum, entry) => sum + keysIn(entry), 0)
  return Array.isArray(value) ? inner : inner + Object.keys(value).length
}
