/** One comment of a source file: its inner text and its first line, from 1. */
export interface SourceComment {
  readonly text: string
  readonly line: number
}

/** The comments before the first statement, and all comments after it. */
export interface FileComments {
  readonly leading: readonly SourceComment[]
  readonly later: readonly SourceComment[]
}

/** The line terminators of JavaScript, which also end a one-line comment. */
export const lineBreak: RegExp = /\r\n?|[\n\u2028\u2029]/

const COMMENT = String.raw`\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/`
// Directives such as `use strict` are statements in the grammar, but people write the docblock below them.
const HEAD = new RegExp(String.raw`(?:\s+|;|(['"])use [\w -]+\1|(${COMMENT}))`, 'y')
const TOKEN = new RegExp(
  [
    `(${COMMENT})`,
    String.raw`'(?:\\[\s\S]|[^'\\\n\r])*'`,
    String.raw`"(?:\\[\s\S]|[^"\\\n\r])*"`,
    '`(?:\\\\[\\s\\S]|[^`\\\\])*`',
    // A slash after an operator starts a regular expression, which may contain quotes. The length is limited, since
    // searching on from every slash of a long line would take minutes.
    String.raw`(?<=[=(,:!&|?{};[]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n\r]){0,500}\]|[^/\\\n\r[]){1,500}\/`,
  ].join('|'),
  'g',
)

/** Finds a source's comments without parsing it. A template inside a template may mislead it, but only for later comments. */
export function readComments(source: string): FileComments {
  const leading: SourceComment[] = []
  const lineAt = createLineCounter(source)
  let end = /^\uFEFF?(?:#![^\n\r\u2028\u2029]*)?/.exec(source)?.[0].length ?? 0
  for (let part = matchAt(HEAD, source, end); part !== null; part = matchAt(HEAD, source, end)) {
    if (part[2] !== undefined) leading.push({ text: innerText(part[2]), line: lineAt(end) })
    end += part[0].length
  }
  const later = [...source.slice(end).matchAll(TOKEN)].flatMap(({ 1: comment, index }) =>
    comment === undefined || isJsxText(source, end + index)
      ? []
      : [{ text: innerText(comment), line: lineAt(end + index) }],
  )
  return { leading, later }
}

/** The text of a JSX element, right after its opening tag, may begin like a comment. */
function isJsxText(source: string, index: number): boolean {
  let at = index - 1
  while (at >= 0 && /\s/.test(source.charAt(at))) at -= 1
  if (source.charAt(at) !== '>' || /[/=]/.test(source.charAt(at - 1))) return false
  return /[\w>]/.test(source.charAt(source.lastIndexOf('<', at) + 1))
}

/** Returns the line of an index. Indexes must increase, so that each character is read once. */
function createLineCounter(source: string): (index: number) => number {
  let line = 1
  let from = 0
  return (index) => {
    line += source.slice(from, index).split(lineBreak).length - 1
    from = index
    return line
  }
}

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(source)
}

function innerText(comment: string): string {
  return comment.startsWith('/*') ? comment.slice(2, -2) : comment.slice(2)
}
