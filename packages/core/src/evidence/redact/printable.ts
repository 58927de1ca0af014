/** Text in which nothing moves a terminal's cursor, hides or reorders what is read: such characters become `\u{…}`. */
export function printable(text: string): string {
  // Control and format characters (bidirectional marks among them), separators of lines and paragraphs, halves of a pair.
  // Written here, it is made when it is used: that takes as long as many a module.
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Printable text no longer than a host or a socket's path may be: code under test chooses both freely. */
export function bounded(text: string): string {
  return shorten(printable(text), 255)
}

/** At most `length` characters: where there are more, the middle becomes `…`. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text)
  if (characters.length <= length) return text
  const head = Math.ceil((length - 1) * 0.6)
  const tail = length - 1 - head
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`
}
