import { usageError } from '../../policy/usage/usage-error.ts'
import { createAllowlist } from '../../policy/rules/allowlist.ts'
import { lineBreak, readComments } from '../../testing/session/comments.ts'
import { directive, parseDocblock } from '../../testing/session/docblock.ts'
import { docblockLines, reasonText } from './format-suggestions.ts'
import type { SuggestedOption, SuggestedRule, Suggestion } from './suggestion.ts'

/**
 * Adds rules at the head of a test file, and returns the new source. Unchanged where it already has all of them.
 *
 * Extends a line that already has rules, and adds the reasons above it. Otherwise new lines come first, but after a
 * shebang, a licence and what a runner reads from the first comment (`@jest-environment`).
 *
 * @throws TypeError where the file's own `@agentguard` lines are wrong
 */
export function addToDocblock(
  source: string,
  suggestion: Suggestion,
  file: string,
  option: SuggestedOption = 'allow',
): string {
  const known = [parseDocblock(source, file)?.[option] ?? []].flat()
  const rules = suggestion.rules.filter(({ rule }) => !known.includes(rule))
  if (rules.length === 0) return source
  const line = lastDirective(source)
  const written = line === undefined ? insertAtHead(source, rules, option) : extendLine(source, line, rules, option)
  verify(written, rules, file, option)
  return written
}

// After each line break, so that every line keeps its own.
const EACH_LINE = /(?<=\n|\r(?!\n)|\u2028|\u2029)/

/** The index of the last `@agentguard` line in the file's head. */
function lastDirective(source: string): number | undefined {
  const lines = readComments(source).leading.flatMap(({ text, line }) =>
    text.split(lineBreak).flatMap((row, index) => (directive.test(row.trimEnd()) ? [line - 1 + index] : [])),
  )
  return lines.at(-1)
}

/** The new rules come before the old ones, since other text may follow those. */
function extendLine(source: string, index: number, rules: readonly SuggestedRule[], option: SuggestedOption): string {
  const lines = source.split(EACH_LINE)
  const before = lines[index] ?? ''
  const texts = rules.map(({ rule }) => rule).join(',')
  const place = new RegExp(String.raw`@agentguard\s.*?\b${option}=`)
  const extended = place.test(before)
    ? before.replace(place, (start) => `${start}${texts},`)
    : before.replace('@agentguard', () => `@agentguard ${option}=${texts}`)
  // A one-line block comment has no room above.
  const start = /^(\s*(?:\/\/|\*)\s*)@agentguard/.exec(before)?.[1]
  const end = lineBreak.exec(before)?.[0] ?? '\n'
  const reasons = start === undefined ? [] : rules.map((rule) => `${start}${rule.rule}: ${reasonText(rule)}${end}`)
  return [...lines.slice(0, index), ...reasons, extended, ...lines.slice(index + 1)].join('')
}

function insertAtHead(source: string, rules: readonly SuggestedRule[], option: SuggestedOption): string {
  const end = lineBreak.exec(source)?.[0] ?? '\n'
  const at = headLength(source)
  const before = source.slice(0, at)
  const text = docblockLines({ rules }, option).join(end) + end
  return `${before}${before === '' || /[\n\r\u2028\u2029\uFEFF]$/.test(before) ? '' : end}${text}${source.slice(at)}`
}

/** The length of a byte order mark, a shebang, and the first comment if it is a block or names a licence or a runner. */
function headLength(source: string): number {
  const start = HEAD.exec(source)?.[0].length ?? 0
  const rest = source.slice(start)
  const block = BLOCK.exec(rest)?.[0]
  if (block !== undefined) return start + block.length
  const lines = LINES.exec(rest)?.[0] ?? ''
  return /copyright|licen[cs]e|spdx|@(?:jest|vitest)-environment|@ts-(?:no)?check/i.test(lines)
    ? start + lines.length
    : start
}

const END = String.raw`(?:${lineBreak.source}|$)`
const OF_LINE = String.raw`[^\n\r\u2028\u2029]`
const SPACE = String.raw`[^\S\n\r\u2028\u2029]*`
const HEAD = new RegExp(String.raw`^\uFEFF?(?:#!${OF_LINE}*${END})?`)
const BLOCK = new RegExp(String.raw`^\s*\/\*[\s\S]*?\*\/${SPACE}${END}`)
const LINES = new RegExp(String.raw`^(?:${SPACE}\/\/${OF_LINE}*${END})+`)

/** Checks that the guard would read the written rules as intended. */
function verify(written: string, rules: readonly SuggestedRule[], file: string, option: SuggestedOption): void {
  const read = [parseDocblock(written, file)?.[option] ?? []].flat()
  createAllowlist(read, file, option)
  const missing = rules.find(({ rule }) => !read.includes(rule))
  if (missing === undefined) return
  const fix = `Add it by hand: // @agentguard ${option}=${missing.rule}`
  throw usageError(file, `the rule '${missing.rule}' cannot be added to its head`, fix)
}
