import type { ArrayExpression, Node, ObjectExpression, ObjectProperty } from '@babel/types'
import type { ConfigSource } from './config-source.ts'

/** A range of a text and its replacement. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Applies edits to a text. Everything else is unchanged. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start)
  return fromTheEnd.reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text)
}

/** The property with this name, where it is written plainly. */
export function findProperty({ properties }: ObjectExpression, name: string): ObjectProperty | undefined {
  return properties.find((property): property is ObjectProperty => {
    if (property.type !== 'ObjectProperty' || property.computed) return false
    const { key } = property
    return (key.type === 'Identifier' && key.name === name) || (key.type === 'StringLiteral' && key.value === name)
  })
}

/** Whether a spread, a method or a computed key may define properties that cannot be seen here. */
export function hasHiddenProperties({ properties }: ObjectExpression): boolean {
  return properties.some((property) => property.type !== 'ObjectProperty' || property.computed)
}

/** Inserts a property at the start of an object, in the object's layout. */
export function insertProperty({ text, kind }: ConfigSource, object: ObjectExpression, code: string): TextEdit {
  const { start, end } = rangeOf(object)
  const [first] = object.properties
  const indent = /\n([^\S\n]*)$/.exec(text.slice(start, first ? rangeOf(first).start : start))?.[1]
  if (first && indent !== undefined) return { start: start + 1, end: start + 1, text: `\n${indent}${code},` }
  if (first) return { start: start + 1, end: start + 1, text: ` ${code},` }
  const outer = /(?:^|\n)([^\S\n]*)[^\n]*$/.exec(text.slice(0, start))?.[1] ?? ''
  return { start, end, text: `{\n${outer}  ${code}${kind === 'json' ? '' : ','}\n${outer}}` }
}

/** Inserts an element at the start of a list, in the list's layout. */
export function prependElement({ text }: ConfigSource, list: ArrayExpression, code: string): TextEdit {
  const at = rangeOf(list).start + 1
  const [first] = list.elements
  if (!first) return { start: at, end: at, text: code }
  const indent = /\n[^\S\n]*$/.exec(text.slice(at, rangeOf(first).start))?.[0]
  return { start: at, end: at, text: indent === undefined ? `${code}, ` : `${indent}${code},` }
}

/** Replaces the text of a node. */
export function replaceNode(node: Node, text: string): TextEdit {
  return { ...rangeOf(node), text }
}

/** A string in the quotes that the file uses. */
export function quote({ text, kind }: ConfigSource, value: string): string {
  const isDouble = kind === 'json' || text.split('"').length > text.split("'").length
  return isDouble ? `"${value}"` : `'${value}'`
}

/** The range of a parsed node. The parser sets it on every node. */
export function rangeOf({ start, end }: Node): { readonly start: number; readonly end: number } {
  if (typeof start !== 'number' || typeof end !== 'number') throw new RangeError('A parsed node has no position')
  return { start, end }
}
