/** The question in a DNS query. */
export interface Query {
  readonly name: string
  /** 1 is A, 28 is AAAA. */
  readonly type: number
  /** Length of header and question, in bytes. */
  readonly length: number
}

/** DNS response codes. */
export const codes = { found: 0, failed: 2, missing: 3, unknown: 4 } as const

const headerLength = 12

/** Reads a query with exactly one question. `undefined` for anything else. */
export function readQuery(message: Buffer): Query | undefined {
  if (message.length < headerLength || (message.readUInt8(2) & 0x80) !== 0 || message.readUInt16BE(4) !== 1)
    return undefined
  const labels: string[] = []
  let at = headerLength
  for (;;) {
    const length = message[at]
    if (length === undefined || length > 63 || at + length + 1 > message.length) return undefined
    at += 1
    if (length === 0) break
    labels.push(message.toString('latin1', at, at + length))
    at += length
  }
  if (at + 4 > message.length || labels.length === 0) return undefined
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at), length: at + 4 }
}

/** Answers a query, with an IPv4 address or with only a code. */
export function writeAnswer(message: Buffer, { length }: Query, code: number, address?: string): Buffer {
  const head = Buffer.from(message.subarray(0, length))
  // A response, with recursion as the query asked for it.
  head.writeUInt16BE(0x8080 | (head.readUInt16BE(2) & 0x0100) | code, 2)
  head.writeUInt16BE(address === undefined ? 0 : 1, 6)
  head.writeUInt32BE(0, 8)
  if (address === undefined) return head
  const record = Buffer.from([0xc0, headerLength, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([head, record])
}
