/** Escapes characters that move a terminal's cursor, or hide or reorder text, as `\u{…}`. */
export function printable(text: string): string {
  // Control and format characters (bidirectional marks among them), line and paragraph separators, and lone surrogates.
  // Compiled here on use, since that takes as long as loading many modules.
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Printable text no longer than a host or a socket's path may be, since code under test chooses both freely. */
export function bounded(text: string): string {
  return shorten(printable(text), 255)
}

/** Shortens a text to `length` characters by replacing the middle with `…`. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text)
  if (characters.length <= length) return text
  const head = Math.ceil((length - 1) * 0.6)
  const tail = length - 1 - head
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`
}
