/** One comment of a source file: its inner text and the line it starts on, from 1. */
export interface SourceComment {
  readonly text: string
  readonly line: number
}

/** The comments before the first statement, and all real ones after it. */
export interface FileComments {
  readonly leading: readonly SourceComment[]
  readonly later: readonly SourceComment[]
}

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`
// `use strict` and the like are statements by the grammar, but people write the docblock below them.
const HEAD = new RegExp(String.raw`(?:\s+|;|(['"])use [\w -]+\1|(${COMMENT}))`, 'y')
const TOKEN = new RegExp(
  [
    `(${COMMENT})`,
    String.raw`'(?:\\[\s\S]|[^'\\\n])*'`,
    String.raw`"(?:\\[\s\S]|[^"\\\n])*"`,
    '`(?:\\\\[\\s\\S]|[^`\\\\])*`',
    // A slash after an operator starts a regular expression, which may hold quotes.
    String.raw`(?<=[=(,:!&|?{};[]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/`,
  ].join('|'),
  'g',
)

/** Reads a source's comments by their look alone; a template in a template may mislead it, for later ones only. */
export function readComments(source: string): FileComments {
  const leading: SourceComment[] = []
  let end = /^\uFEFF?(?:#![^\n]*)?/.exec(source)?.[0].length ?? 0
  for (let part = matchAt(HEAD, source, end); part !== null; part = matchAt(HEAD, source, end)) {
    if (part[2] !== undefined) leading.push(toComment(part[2], source, end))
    end += part[0].length
  }
  const later = source.slice(end).matchAll(TOKEN)
  return {
    leading,
    later: [...later].flatMap((token) => (token[1] ? [toComment(token[1], source, end + token.index)] : [])),
  }
}

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(source)
}

function toComment(comment: string, source: string, index: number): SourceComment {
  const text = comment.startsWith('/*') ? comment.slice(2, -2) : comment.slice(2)
  return { text, line: source.slice(0, index).split('\n').length }
}
