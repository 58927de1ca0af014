/** The request object of one write to a stream; Node completes it. */
export interface WriteRequest {
  callback?: (error: Error | null) => void
  oncomplete?: (status: number) => void
  writeStatus?: number | null
  error?: unknown
}

/** Methods by which bytes leave on a native stream; without a request, as from Node 26 on, they make one. */
export type WriteHandle = {
  [Key in (typeof writeMethods)[number]]: (
    this: object,
    request: WriteRequest | null,
    chunk: unknown,
    more?: unknown,
  ) => number | WriteRequest
}

/** Their names. */
export const writeMethods = [
  'writeBuffer',
  'writev',
  'writeUtf8String',
  'writeLatin1String',
  'writeAsciiString',
  'writeUcs2String',
] as const
