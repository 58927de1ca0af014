import { readFileSync } from 'node:fs'
import { didYouMean, nearest } from '../../policy/usage/did-you-mean.ts'
import { describeValue, usageError } from '../../policy/usage/usage-error.ts'
import { type EgressOptions, isRuleList } from '../../policy/options/egress-options.ts'
import type { RuleInput } from '../../policy/rules/rule-input.ts'
import { checkTerm, type Terms } from '../../policy/rules/terms.ts'
import { parseRules } from '../../policy/rules/preset.ts'
import { lineBreak, readComments, type SourceComment } from './comments.ts'
import { optionNames, parseOptions, readValue } from '../../policy/options/parse-options.ts'

/** One `@agentguard` line: the text after the word, and its line. */
interface Directive {
  readonly text: string
  readonly line: number
  readonly where: string
}

type Draft = Record<string, string | boolean | number | RuleInput[]>

/** Reads a test file and parses its docblock. */
export function readDocblock(file: string): EgressOptions | undefined {
  return parseDocblock(readFileSync(file, 'utf8'), file)
}

/**
 * The options in the `@agentguard key=value` lines before the first statement. `undefined` when there are none.
 *
 * Lines add up. They may be in `//` and in block comments, after a shebang, a licence and `'use strict'`.
 *
 * @throws TypeError with `file:line` for an unknown key, a wrong value, or a line after the first statement, which
 * would have no effect
 */
export function parseDocblock(source: string, file: string): EgressOptions | undefined {
  if (!LIKE_NAME.test(source)) return undefined
  const { leading, later } = readComments(source)
  const late = later.flatMap((comment) => findDirectives(comment, file))[0]
  if (late !== undefined) {
    throw usageError(late.where, '@agentguard comes too late here', 'Move it above the first statement of the file')
  }
  rejectNearMisses(leading, file)
  const directives = leading.flatMap((comment) => findDirectives(comment, file))
  if (directives.length === 0) return undefined
  const draft: Draft = {}
  for (const directive of directives) readDirective(directive, draft)
  return parseOptions(draft, file)
}

/** The options of each `@agentguard` line separately. */
export function docblockRules(source: string, file: string): readonly (EgressOptions & { readonly line: number })[] {
  const directives = readComments(source).leading.flatMap((comment) => findDirectives(comment, file))
  return directives.map((one) => {
    const draft: Draft = {}
    readDirective(one, draft)
    return { ...parseOptions(draft, file), line: one.line }
  })
}

// `@agentguard/core` at the start of a line is the package, not a directive.
export const directive: RegExp = /^\s*(?:\*\s*)?@agentguard(?![\w/-])(.*)$/

function findDirectives({ text, line }: SourceComment, file: string): readonly Directive[] {
  return text.split(lineBreak).flatMap((row, index) => {
    const found = directive.exec(row.trimEnd())
    return found === null
      ? []
      : [{ text: (found[1] ?? '').trim(), line: line + index, where: `${file}:${line + index}` }]
  })
}

const LIKE_NAME = /@[\w-]*g[ua]{0,2}r?d/i
const LIKE_DIRECTIVE = /^[\s*/!#>•–+-]*@([\w-]+)(?![\w/-])(?=.*\w=)/

/** Rejects lines that were meant as a directive. Ignoring one would drop its `deny`, and no test would show that. */
function rejectNearMisses(comments: readonly SourceComment[], file: string): void {
  for (const { text, line } of comments) {
    for (const [index, row] of text.split(lineBreak).entries()) {
      const name = directive.test(row.trimEnd()) ? undefined : LIKE_DIRECTIVE.exec(row)?.[1]
      if (name === undefined || !LIKE_NAME.test(`@${name}`) || nearest(name, ['agentguard']) === undefined) continue
      throw usageError(
        `${file}:${line + index}`,
        'this line looks like an @agentguard line, but is not read as one',
        'Write // @agentguard allow=api.example.com, or * @agentguard … in a block comment',
      )
    }
  }
}

// A failure says behind the line where it belongs, and readers copy both.
const PLACE = /\s+\(at the top of the file\)$/

function readDirective({ text: written, where }: Directive, draft: Draft): void {
  const text = written.replace(PLACE, '')
  if (text === '') throw usageError(where, '@agentguard has no options', 'Write // @agentguard allow=api.example.com')
  const { options, terms } = splitTerms(text, where)
  for (const token of options.replace(AFTER_COMMA, ',').split(/\s+/)) {
    const [, key = '', value = ''] = /^([\w-]+)=(.*)$/.exec(token) ?? []
    if (key === '') throw strayToken(token, text, where)
    if (!optionNames.includes(key)) throw usageError(where, `there is no option '${key}'`, didYouMean(key, optionNames))
    if (value === '') throw usageError(where, `${key} has no value`, `Write ${key}=… without spaces`)
    addValue(draft, key, value, { where, terms })
  }
}

// A space after a comma in a list has no meaning.
const AFTER_COMMA = /,\s+(?=[^\s=]+(?:[\s,]|$))/g

interface Place {
  readonly where: string
  /** The terms of the `allow` and `mute` rules on this line. */
  readonly terms: Terms
}

/** Takes `by=`, `until=` and `reason="…"` out of a line, since they belong to its rules. */
function splitTerms(text: string, where: string): { readonly options: string; readonly terms: Terms } {
  const terms: Record<string, string> = {}
  const options = text
    .replace(TERM, (_, name: string, quoted: string | undefined, bare: string | undefined) => {
      const value = quoted ?? bare ?? ''
      checkTerm(name, value, where)
      if (terms[name] !== undefined) throw usageError(where, `${name} is given twice`, 'Write one line for each rule')
      terms[name] = value
      return ''
    })
    .trim()
  if (Object.keys(terms).length > 0 && !/(?:^|\s)(?:allow|mute)=/.test(options)) {
    throw usageError(where, 'by, until and reason need a rule on their line', 'Write // @agentguard allow=… by=…')
  }
  return { options, terms }
}

const TERM = /(?<=^|\s)(by|until|reason)=(?:"([^"]*)"|(\S*))(?=\s|$)/g

function strayToken(token: string, text: string, where: string): TypeError {
  if (text.includes('://') && /=(?:[\w-]+)$|,(?:[\w-]+)$/.test(text.slice(0, text.indexOf(token)).trimEnd())) {
    return usageError(where, `a rule with a method cannot be in a comment, where values have no spaces`, METHOD_FIX)
  }
  return usageError(
    where,
    `'${token}' is not key=value`,
    'Write values with commas and without spaces: allow=a.com,*.b.com:443',
  )
}

const METHOD_FIX = "Leave the method out, or put 'GET https://…' into the config or into allowEgress()"

function addValue(draft: Draft, key: string, value: string, { where, terms }: Place): void {
  const known = draft[key]
  if (isRuleList(key)) {
    if (value.endsWith(',')) throw usageError(where, `${key} ends in a comma`, `Write ${key}=a.com,*.b.com:443`)
    const rules = value.split(',')
    for (const rule of rules) parseRules(rule, `${key} in ${where}`)
    const isTermed = key !== 'deny' && Object.keys(terms).length > 0
    const added = isTermed ? rules.map((rule) => ({ rule, ...terms })) : rules
    draft[key] = [...(Array.isArray(known) ? known : []), ...added]
    return
  }
  const parsed = readValue(key, value)
  if (known !== undefined && known !== parsed) {
    throw usageError(
      where,
      `${key} is given twice, as ${describeValue(known)} and as ${describeValue(parsed)}`,
      'Keep one of them',
    )
  }
  parseOptions({ [key]: parsed }, where)
  draft[key] = parsed
}
