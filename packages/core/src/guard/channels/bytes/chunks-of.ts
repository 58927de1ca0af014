import type { writeMethods } from '../../patch/write-handle.ts'

/**
 * The bytes that are passed to a native write.
 *
 * @param more for `writev`, whether all chunks are buffers. Otherwise each is followed by its encoding.
 */
export function chunksOf(method: (typeof writeMethods)[number], chunk: unknown, more: unknown): readonly Buffer[] {
  if (method === 'writev') return Array.isArray(chunk) ? listed(chunk, more === true) : []
  const encoding = encodings[method]
  return encoding === undefined ? [toBuffer(chunk)] : [Buffer.from(String(chunk), encoding)]
}

const encodings: Readonly<Partial<Record<(typeof writeMethods)[number], BufferEncoding>>> = {
  writeUtf8String: 'utf8',
  writeLatin1String: 'latin1',
  writeAsciiString: 'latin1',
  writeUcs2String: 'utf16le',
}

function listed(chunks: readonly unknown[], areBuffers: boolean): readonly Buffer[] {
  if (areBuffers) return chunks.map(toBuffer)
  return chunks.flatMap((chunk, at) => {
    if (at % 2 === 1) return []
    // Node passes an encoding that it has checked, or `buffer`.
    return [typeof chunk === 'string' ? Buffer.from(chunk, chunks[at + 1] as BufferEncoding) : toBuffer(chunk)]
  })
}

function toBuffer(chunk: unknown): Buffer {
  return ArrayBuffer.isView(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0)
}
