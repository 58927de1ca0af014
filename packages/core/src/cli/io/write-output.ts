import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'

/** Writes a text, or its lines one by one, to a file, and creates its folder. Writes to stdout where the path is `-` or missing. */
export function writeOutput(text: string | Iterable<string>, path = '-'): void {
  if (path === '-') {
    for (const chunk of chunksOf(text)) process.stdout.write(chunk)
    return
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeChunks(text, path)
  } catch (error) {
    throw usageError(path, `it cannot be written (${String(error)})`, 'Name a file in a folder that you may write to')
  }
}

function writeChunks(text: string | Iterable<string>, path: string): void {
  const descriptor = openSync(path, 'w')
  try {
    for (const chunk of chunksOf(text)) writeFileSync(descriptor, chunk)
  } finally {
    closeSync(descriptor)
  }
}

/** Joins lines, since one call for each line of a long text would take most of the time. */
function* chunksOf(text: string | Iterable<string>): Generator<string, void, undefined> {
  if (typeof text === 'string') {
    yield text
    return
  }
  let chunk = ''
  for (const line of text) {
    chunk += line
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

const CHUNK = 1 << 16
