/** One word of a shell command, after quotes are removed. */
export interface ShellWord {
  /**
   * Holds `unknownWord` where the shell computes it (a variable, a glob, a brace expansion). Before that, only `NAME=` is
   * kept, and what stands before a glob: every word that it becomes begins with that.
   */
  readonly text: string
  /** How many characters at its start stood there plain, without quotes: keywords and assignments are only known by that. */
  readonly plain: number
}

/** Stands in a word for what only the shell will know; no real argument can hold it. */
export const unknownWord = '\0'

/**
 * The commands of a shell text, each as its words, without redirections and comments.
 *
 * It knows a small part of the language on purpose: whatever else is there (substitutions, here-documents, parentheses)
 * makes it give up, and so does a redirection to anything but a plain file.
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
      // An operator where a file name should stand.
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
    // A variable may hold spaces, which make it several words.
    if (part.kind === 'unknown') head = ''
    text += part.text
    at += part.length
  }
  // The word must end where a word can end: anything else was not understood.
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

const variable = String.raw`\$(?:\w+|[@*#?!$-]|\{\w+\})`
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

/** Bash connects where a redirection names `/dev/tcp`. */
function isPlainFile(target: string): boolean {
  return !target.includes(unknownWord) && !/\/dev\/+(?:tcp|udp)/.test(target)
}
