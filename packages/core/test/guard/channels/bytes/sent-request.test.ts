import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, type Chunk } from '../../../../src/guard/channels/bytes/chunks-of.ts'
import { SentRequest } from '../../../../src/guard/channels/bytes/sent-request.ts'

const head = (...lines: readonly string[]): string => ['POST / HTTP/1.1', ...lines, '', ''].join('\r\n')
const body = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text))

/** A head, and a body as the head announces it. */
const requests = fc.oneof(
  fc.constant([head('Host: a'), Buffer.alloc(0)] as const),
  body.map((bytes) => [head(`content-length: ${bytes.length}`), bytes] as const),
  fc.array(body, { maxLength: 4 }).map((chunks) => {
    const framed = chunks
      .filter(({ length }) => length > 0)
      .flatMap((bytes) => [Buffer.from(`${bytes.length.toString(16)};x\r\n`), bytes, Buffer.from('\r\n')])
    return [
      head('Transfer-Encoding: gzip, chunked'),
      Buffer.concat([...framed, Buffer.from('0\r\nx: y\r\n\r\n')]),
    ] as const
  }),
)

/** The bytes in parts, the head in one. */
function partsOf(text: string, rest: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(cuts.map((cut) => cut % (rest.length + 1)))].toSorted((a, b) => a - b)
  const parts = [...ends, rest.length].map((end, index) => rest.subarray(ends[index - 1] ?? 0, end))
  return [Buffer.concat([Buffer.from(text), parts[0] ?? Buffer.alloc(0)]), ...parts.slice(1)]
}

const cut = fc.array(fc.nat(), { maxLength: 6 })

const asText = (bytes: Buffer): Chunk => ({ text: bytes.toString('latin1'), encoding: 'latin1' })

test.each([
  ['whole', (text: string) => text],
  ['known by its first line', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
])('SentRequest leaves what follows a request whose head is %s, however its bytes are cut', (_, known) => {
  fc.assert(
    fc.property(requests, body, cut, fc.boolean(), ([text, own], more, cuts, isText) => {
      const sent = new SentRequest({}, known(text))
      const parts = partsOf(text, Buffer.concat([own, more]), cuts)
      const left = parts.map((part) => bytesOf(sent.beyond(isText ? asText(part) : part)))

      expect(Buffer.concat(left)).toEqual(more)
      expect(sent.isOver()).toBe(true)
    }),
  )
})

test('SentRequest ignores bytes before the head', () => {
  const sent = new SentRequest({}, head('Host: a'))

  expect(String(bytesOf(sent.beyond(Buffer.from('GET /x HTTP/1.1\r\n\r\n'))))).toBe('GET /x HTTP/1.1\r\n\r\n')
  expect(String(bytesOf(sent.beyond(Buffer.from(`${head('Host: a')}more`))))).toBe('more')
})

test('SentRequest does not take the text of a head for a head in another encoding', () => {
  const sent = new SentRequest({}, head('Host: a'))
  const wide: Chunk = { text: head('Host: a'), encoding: 'utf16le' }

  expect(bytesOf(sent.beyond(wide))).toEqual(Buffer.from(head('Host: a'), 'utf16le'))
})

test('SentRequest takes a head with letters beyond ASCII, whatever encoding the body has', () => {
  const text = head('X-City: Orléans\r\nContent-Length: 2')
  const sent = new SentRequest({}, text)

  expect(bytesOf(sent.beyond({ text: `${text}é`, encoding: 'utf8' }))).toHaveLength(0)
  expect(sent.isOver()).toBe(true)
})

test('SentRequest leaves everything after a chunk without a size', () => {
  const sent = new SentRequest({}, head('Transfer-Encoding: chunked'))

  expect(String(bytesOf(sent.beyond(Buffer.from(`${head('Transfer-Encoding: chunked')}no size\r\nmore`))))).toBe('more')
})
