/** The request object of one write to a stream; Node completes it. */
export interface WriteRequest {
  callback?: (error: Error | null) => void
  oncomplete?: (status: number) => void
  writeStatus?: number | null
  error?: unknown
}

/** Methods that write bytes to a native stream. Without a request, as from Node 26 on, they create one. */
export type WriteHandle = {
  [Key in (typeof writeMethods)[number]]: (
    this: object,
    request: WriteRequest | null,
    chunk: unknown,
    more?: unknown,
  ) => number | WriteRequest
}

/** Names of those methods. */
export const writeMethods = [
  'writeBuffer',
  'writev',
  'writeUtf8String',
  'writeLatin1String',
  'writeAsciiString',
  'writeUcs2String',
] as const
