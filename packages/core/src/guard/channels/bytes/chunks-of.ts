import type { writeMethods } from '../../patch/write-handle.ts'

/** What code writes at once: bytes, or a text that Node encodes as it writes. */
export type Chunk = Buffer | Text

interface Text {
  readonly text: string
  readonly encoding: BufferEncoding
}

/**
 * The chunks that are passed to a native write.
 *
 * @param more for `writev`, whether all chunks are buffers. Otherwise each is followed by its encoding.
 */
export function chunksOf(method: (typeof writeMethods)[number], chunk: unknown, more: unknown): readonly Chunk[] {
  if (method === 'writev') return Array.isArray(chunk) ? listed(chunk, more === true) : []
  const encoding = encodings[method]
  return encoding === undefined ? [toBuffer(chunk)] : [{ text: String(chunk), encoding }]
}

/** Asks for bytes, since code may add properties to `Object.prototype`. */
export function isText(chunk: Chunk): chunk is Text {
  return !ArrayBuffer.isView(chunk)
}

export function isEmpty(chunk: Chunk): boolean {
  return (isText(chunk) ? chunk.text : chunk).length === 0
}

/** The bytes of a chunk. */
export function bytesOf(chunk: Chunk): Buffer {
  return isText(chunk) ? Buffer.from(chunk.text, chunk.encoding) : chunk
}

const encodings: Readonly<Partial<Record<(typeof writeMethods)[number], BufferEncoding>>> = {
  writeUtf8String: 'utf8',
  writeLatin1String: 'latin1',
  writeAsciiString: 'latin1',
  writeUcs2String: 'utf16le',
}

function listed(chunks: readonly unknown[], areBuffers: boolean): readonly Chunk[] {
  if (areBuffers) return chunks.map(toBuffer)
  return chunks.flatMap((chunk, at) => {
    if (at % 2 === 1) return []
    // Node passes an encoding that it has checked, or `buffer`.
    return [typeof chunk === 'string' ? { text: chunk, encoding: chunks[at + 1] as BufferEncoding } : toBuffer(chunk)]
  })
}

function toBuffer(chunk: unknown): Buffer {
  return ArrayBuffer.isView(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0)
}
