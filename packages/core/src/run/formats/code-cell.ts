import { printable, shorten } from '../../evidence/redact/printable.ts'

/** Formats a text as code in a cell of a Markdown table. Nothing in it is read as Markdown, HTML, a link or a mention. */
export function codeCell(text: string, length: number): string {
  const shown = shorten(printable(text), length)
  if (shown.trim() === '') return ''
  // A bar ends a cell even in code. Markdown parsers differ on one with a backslash before it.
  if (shown.includes('\\|')) return `<code>${characterReferences(shown)}</code>`
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const gap = /^`|`$/.test(shown) ? ' ' : ''
  return `${fence}${gap}${shown.replaceAll('|', String.raw`\|`)}${gap}${fence}`
}

/** Character references are never read as syntax. */
function characterReferences(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M} ]/gu, (character) => `&#${character.codePointAt(0)};`)
}
