import { usageError } from '../../policy/usage/usage-error.ts'
import { docblockRules } from '../../testing/session/docblock.ts'
import type { DeclaredRule } from './declared-rule.ts'

/**
 * Removes rules from the docblock of a test file, and returns the new source. A line without other content is removed,
 * with the comment above it that `agentguard suggest` wrote.
 *
 * @throws TypeError where the layout of the lines requires a manual edit
 */
export function pruneDocblock(source: string, rules: readonly DeclaredRule[], file: string): string {
  const ends = /\r\n|[\n\r\u2028\u2029]/g
  const breaks = [...(source.match(ends) ?? []), '']
  const lines = source.split(ends)
  const gone = new Set<number>()
  for (const rule of rules) {
    const index = (rule.line ?? 0) - 1
    const line = takeOut(lines[index] ?? '', rule)
    lines[index] = line
    if (!isEmptied(line)) continue
    gone.add(index)
    if (isReason(lines[index - 1] ?? '')) gone.add(index - 1)
  }
  const written = lines.map((line, index) => (gone.has(index) ? '' : `${line}${breaks[index]}`)).join('')
  verify(source, written, rules, file)
  return written
}

/** Removes the rule from its list, and the option if it was the last one. */
function takeOut(line: string, { option, rule }: DeclaredRule): string {
  return line.replaceAll(new RegExp(String.raw`(\s)${option}=(\S*)`, 'g'), (_, space: string, list: string) => {
    const left = list.split(',').filter((one) => one !== rule)
    return left.length === 0 ? '' : `${space}${option}=${left.join(',')}`
  })
}

/** Whether a line has no rules left. Terms alone have no effect. */
function isEmptied(line: string): boolean {
  const whole = /^\s*(?:(?:\/\/|\*(?!.*\*\/))(.*)|\/\*+(.*)\*\/)\s*$/.exec(line)
  const text = whole?.[1] ?? whole?.[2] ?? ''
  return /^\s*@agentguard(?:\s+(?:by|until|reason)=(?:"[^"]*"|\S*))*\s*$/.test(text)
}

/** `// posthog-node, 12 tests in 3 files`. */
function isReason(line: string): boolean {
  return /^\s*(?:\/\/|\*)\s.*, \d+ (?:test|file)s?\b/.test(line) && !line.includes('@agentguard')
}

/** Checks that only these rules are gone. */
function verify(source: string, written: string, rules: readonly DeclaredRule[], file: string): void {
  const [first] = rules
  const expected = textsOf(source, file).filter((text) => !rules.some((rule) => text === keyOf(rule.option, rule)))
  if (first === undefined || isSame(written, file, expected)) return
  const fix = 'Remove it by hand'
  throw usageError(`${file}:${first.line}`, `the rule '${String(first.rule)}' cannot be removed from its line`, fix)
}

function isSame(written: string, file: string, expected: readonly string[]): boolean {
  try {
    return JSON.stringify(textsOf(written, file)) === JSON.stringify(expected)
  } catch {
    return false
  }
}

/** The content of the docblock, one text for each rule and option. */
function textsOf(source: string, file: string): readonly string[] {
  const entries = docblockRules(source, file).flatMap((options): [string, unknown][] => Object.entries(options))
  return entries
    .filter(([option]) => option !== 'line')
    .flatMap(([option, value]) => [value].flat().map((one) => keyOf(option, one)))
    .toSorted()
}

function keyOf(option: string, value: unknown): string {
  if (typeof value !== 'object' || value === null || !('rule' in value)) return JSON.stringify([option, value, {}])
  const { rule, ...rest } = value
  const terms: unknown = 'terms' in rest ? rest.terms : rest
  return JSON.stringify([option, rule, terms])
}
