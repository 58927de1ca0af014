/** One word of a shell command, after quotes are removed. */
export interface ShellWord {
  /**
   * Holds `unknownWord` where the shell computes it (a variable, a glob, a brace expansion). Only `NAME=` is kept
   * before that, and the text before a glob, since every word that the glob expands to begins with it.
   */
  readonly text: string
  /** How many characters at its start are unquoted. Keywords and assignments are recognized by them. */
  readonly plain: number
}

/** The part of a word that only the shell knows. No real argument can hold it. */
export const unknownWord = '\0'

/**
 * The commands of a shell text, each as its words, without redirections and comments.
 *
 * Parses a small part of the language on purpose. Anything else (substitutions, here-documents, parentheses) makes it
 * give up, and so does a redirection to anything but a plain file.
 *
 * @returns `undefined` where it gave up
 */
export function readShellWords(text: string): ShellWord[][] | undefined {
  const commands: ShellWord[][] = [[]]
  let at = 0
  let isTarget = false
  while (at < text.length) {
    const rest = text.slice(at)
    const skipped = /^(?:[ \t]+|#[^\n]*)/.exec(rest)
    const redirect = /^\d*(?:>>|>\||<>|[<>]&|[<>])(?![<(>&|])/.exec(rest)
    const separator = /^(?:&&|\|\||\|&|[;&|\n])/.exec(rest)
    if (skipped) at += skipped[0].length
    else if (redirect || separator) {
      // An operator in place of a file name.
      if (isTarget) return undefined
      isTarget = redirect !== null
      if (separator) commands.push([])
      at += (redirect ?? separator)?.[0].length ?? 0
    } else {
      const read = readWord(rest)
      if (read === undefined) return undefined
      if (!isTarget) commands.at(-1)?.push(read.word)
      else if (!isPlainFile(read.word.text)) return undefined
      isTarget = false
      at += read.length
    }
  }
  return isTarget ? undefined : commands
}

interface ReadWord {
  readonly word: ShellWord
  readonly length: number
}

function readWord(source: string): ReadWord | undefined {
  let text = ''
  let plain: number | undefined
  let isKnown = true
  let head: string | undefined
  let at = 0
  while (at < source.length) {
    const part = readPart(source.slice(at))
    if (part === undefined) break
    if (part.kind !== 'plain') plain ??= text.length
    if (part.kind === 'unknown' || part.kind === 'glob') isKnown = false
    if (part.kind === 'glob') head ??= text
    // A variable may hold spaces, which split it into several words.
    if (part.kind === 'unknown') head = ''
    text += part.text
    at += part.length
  }
  // The word must end where a word can end. Otherwise something was not understood.
  if (at === 0 || !/^(?:$|[ \t\n;&|<>])/.test(source.slice(at))) return undefined
  const start = plain ?? text.length
  const known = head || (/^\w+=/.exec(text.slice(0, start))?.[0] ?? '')
  return { word: { text: isKnown ? text : `${known}${unknownWord}`, plain: start }, length: at }
}

interface Part {
  readonly kind: 'plain' | 'quoted' | 'unknown' | 'glob'
  readonly text: string
  readonly length: number
}

/** A value instead of a variable, or a part of its text to cut off. Others assign (`=`), compute (`:1`) or run (`@P`) something. */
const operator = String.raw`(?::?[-+]|%%?|##?)[\w./,:@%+=*-]*`
const variable = String.raw`\$(?:\w+|[@*#?!$-]|\{\w+(?:${operator})?\})`
const unquoted: readonly (readonly [RegExp, Part['kind']])[] = [
  [/^'([^'\0]*)'/, 'quoted'],
  [/^\\([^\n\0])/, 'quoted'],
  [new RegExp(`^${variable}`), 'unknown'],
  // Brackets alone are the program `[` and its last argument.
  [/^([[\]](?=[ \t\n;&|<>]|$))/, 'plain'],
  [/^[*?[\]]/, 'glob'],
  [/^[{}~^!]/, 'unknown'],
  [/^([^\s\0'"\\$`;&|<>()*?[\]{}~^!]+)/, 'plain'],
]

function readPart(source: string): Part | undefined {
  if (source.startsWith('"')) return readDoubleQuoted(source)
  for (const [pattern, kind] of unquoted) {
    const found = pattern.exec(source)
    if (found) return { kind, text: found[1] ?? '', length: found[0].length }
  }
  return undefined
}

const inDouble = new RegExp(`^"((?:[^"\\\\$\`\\0]|\\\\[^\\n\\0]|${variable}|\\$(?=["\\s]))*)"`)

function readDoubleQuoted(source: string): Part | undefined {
  const found = inDouble.exec(source)
  if (!found) return undefined
  const inner = found[1] ?? ''
  const isKnown = !new RegExp(variable).test(inner.replace(/\\./g, ''))
  return {
    kind: isKnown ? 'quoted' : 'unknown',
    text: inner.replace(/\\(["\\$`])/g, '$1'),
    length: found[0].length,
  }
}

/** Bash opens a connection for a redirection to `/dev/tcp`. */
function isPlainFile(target: string): boolean {
  return !target.includes(unknownWord) && !/\/dev\/+(?:tcp|udp)/.test(target)
}
