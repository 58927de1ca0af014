import { usageError } from '../../policy/usage/usage-error.ts'

/** Keys and indexes that lead to a value. */
export type JsonPath = readonly (string | number)[]

/** A JSON text as a value, and the line of each part of it. */
export interface JsonText {
  readonly value: unknown
  /** From 1. For a missing part, the line of the nearest part around it. */
  readonly lineOf: (path: JsonPath) => number
}

/**
 * Reads JSON. `JSON.parse` reports no lines, and accepts duplicate keys.
 *
 * @throws TypeError that names the line and the fix
 */
export function readJson(text: string, file: string): JsonText {
  const plain = parsePlain(text)
  if (plain === undefined) return readWithLines(text, file)
  const read: { lines?: JsonText } = {}
  return { value: plain, lineOf: (path) => (read.lines ??= readWithLines(text, file)).lineOf(path) }
}

/** Tries `JSON.parse` first: most files are correct, and each process of a run reads them. Only mistakes and reports need lines. */
function parsePlain(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return countKeys(value) === countWrittenKeys(text) ? value : undefined
  } catch {
    return undefined
  }
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const parts: readonly unknown[] = Object.values(value)
  return parts.reduce((sum: number, part) => sum + countKeys(part), Array.isArray(value) ? 0 : parts.length)
}

function countWrittenKeys(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length
}

function readWithLines(text: string, file: string): JsonText {
  const reader: Reader = { text, at: text.startsWith('\uFEFF') ? 1 : 0, file, starts: new Map() }
  const value = readValue(reader, [])
  if (skipSpace(reader) < text.length) throw wrongSyntax(reader)
  return { value, lineOf: (path) => lineAt(text, startOf(reader, path)) }
}

interface Reader {
  readonly text: string
  readonly file: string
  at: number
  /** The index at which each part begins, by its path as JSON. A property begins with its key. */
  readonly starts: Map<string, number>
}

function readValue(reader: Reader, path: JsonPath): unknown {
  const start = skipSpace(reader)
  const key = JSON.stringify(path)
  if (!reader.starts.has(key)) reader.starts.set(key, start)
  if (take(reader, /\{/y) !== undefined) return readObject(reader, path)
  if (take(reader, /\[/y) !== undefined) return readList(reader, path)
  const plain = take(reader, PLAIN) ?? take(reader, STRING)
  if (plain === undefined) throw wrongSyntax(reader)
  return parse(reader, plain)
}

const PLAIN = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y
const STRING = /"(?:[^"\\\n\r]|\\.)*"/y

function readObject(reader: Reader, path: JsonPath): Readonly<Record<string, unknown>> {
  const entries = new Map<string, unknown>()
  for (let hasNext = !isEmpty(reader, /\}/y); hasNext; hasNext = hasMore(reader, /\}/y)) {
    const start = skipSpace(reader)
    const text = take(reader, STRING)
    if (text === undefined) throw wrongSyntax(reader)
    const key = String(parse(reader, text))
    if (entries.has(key)) {
      throw usageError(`${reader.file}:${lineAt(reader.text, start)}`, `'${key}' is given twice`, 'Keep one of them')
    }
    reader.starts.set(JSON.stringify([...path, key]), start)
    skipSpace(reader)
    if (take(reader, /:/y) === undefined) throw wrongSyntax(reader)
    entries.set(key, readValue(reader, [...path, key]))
  }
  return Object.fromEntries(entries)
}

function readList(reader: Reader, path: JsonPath): readonly unknown[] {
  const list: unknown[] = []
  for (let hasNext = !isEmpty(reader, /\]/y); hasNext; hasNext = hasMore(reader, /\]/y)) {
    list.push(readValue(reader, [...path, list.length]))
  }
  return list
}

function isEmpty(reader: Reader, end: RegExp): boolean {
  skipSpace(reader)
  return take(reader, end) !== undefined
}

/** Whether a comma follows. Otherwise the end must follow. */
function hasMore(reader: Reader, end: RegExp): boolean {
  skipSpace(reader)
  if (take(reader, end) !== undefined) return false
  if (take(reader, /,/y) === undefined) throw wrongSyntax(reader)
  return true
}

function skipSpace(reader: Reader): number {
  take(reader, /[ \t\n\r]*/y)
  return reader.at
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

/** A string may contain what only `JSON.parse` can reject. */
function parse(reader: Reader, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    reader.at -= text.length
    throw wrongSyntax(reader)
  }
}

function wrongSyntax({ text, at, file }: Reader): TypeError {
  const rest = text.slice(at)
  const where = `${file}:${lineAt(text, at)}`
  if (/^\/[/*]/.test(rest)) {
    return usageError(where, 'JSON has no comments', 'Remove it, or write the config as agentguard.config.js')
  }
  if (/^[}\]]/.test(rest) && /,\s*$/.test(text.slice(0, at))) {
    return usageError(where, 'a comma comes before the end of a list or an object', 'Remove the comma')
  }
  const found = rest === '' ? 'the end of the file' : `'${/^(?:\w+|.)/s.exec(rest)?.[0] ?? ''}'`
  return usageError(
    where,
    `${found} is not expected here in JSON`,
    'Check commas, double quotes and brackets around it',
  )
}

function startOf({ starts }: Pick<Reader, 'starts'>, path: JsonPath): number {
  return starts.get(JSON.stringify(path)) ?? (path.length === 0 ? 0 : startOf({ starts }, path.slice(0, -1)))
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\n|\r/).length
}
